//! Which data planes a finished Corefile can have been made for: those on whose Envoy port it forwards. Ports are all that
//! tells platforms apart; a text that forwards to nobody's Envoy fits none better than another.

use std::net::{Ipv4Addr, SocketAddr};

use super::holds::Points;
use crate::corefile::Token;
use crate::mesh::{Matrix, Setting};

/// The points among `points` whose Envoy is forwarded to, or all if there is none.
#[must_use]
pub fn of(tokens: &[Token<'_>], matrix: &Matrix, points: Points) -> Points {
    let mut forwarded = Vec::new();
    let mut line: Option<(u32, bool)> = None;
    for token in tokens {
        match line {
            Some((number, is_forward)) if number == token.line => {
                forwarded.extend(is_forward.then(|| loopback_port(&token.text)).flatten());
            }
            _ => line = Some((token.line, token.text == "forward")),
        }
    }
    let is_asked = |index: &usize| {
        let port = matrix.points.get(*index).and_then(|point| point.settings.port(Setting::EnvoyDnsPort));
        port.is_some_and(|port| forwarded.contains(&port))
    };
    let fitting: Points = points.iter().filter(is_asked).collect();
    if fitting.is_empty() { points } else { fitting }
}

fn loopback_port(word: &str) -> Option<u32> {
    let word = word.strip_prefix("dns://").unwrap_or(word);
    let address: SocketAddr = word.replace("localhost:", "127.0.0.1:").parse().ok()?;
    (address.ip() == Ipv4Addr::LOCALHOST).then_some(address.port().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corefile::{MAIN, lexer};
    use crate::mesh::{Injector, Mode, Scope, release};

    #[test]
    fn ports_tell_platforms_apart() {
        let releases = release::find("2.14").into_iter().collect();
        let injector = Injector::default();
        let scope =
            Scope { releases, modes: Mode::ALL.to_vec(), injector: &injector, logging_is_set: true, flags: &[] };
        let matrix = Matrix::new(scope, |_| None).unwrap();
        let modes = |text: &str| -> Vec<Mode> {
            let points = of(&lexer::lex(text.as_bytes(), MAIN), &matrix, Points::all(&matrix));
            points.iter().map(|index| matrix.points[index].mode).collect()
        };
        let dp = [Mode::Universal, Mode::PodOff];
        assert_eq!(modes(".:15053 {\n  forward . 127.0.0.1:15054\n}\n"), dp);
        assert_eq!(modes(".:15053 {\n  forward . 10.0.0.1 dns://127.0.0.1:15055 {\n  }\n}\n"), [Mode::Kubernetes]);
        assert_eq!(modes(".:15053 {\n  forward a 127.0.0.1:15054\n  forward b localhost:15055\n}\n"), Mode::ALL);
        for nobody in ["", "forward . 127.0.0.1:53", "alternate NXDOMAIN . 127.0.0.1:15054", "forward\n127.0.0.1:15054"]
        {
            assert_eq!(modes(nobody), Mode::ALL, "{nobody}");
        }
    }
}
