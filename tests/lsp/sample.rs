//! A template as large as they get, for what is measured.

/// 85 server blocks as people write them, about 1,000 lines.
pub fn thousand_lines() -> String {
    let block = |number: usize| {
        format!(
            "team-{number}.example:{{{{ .CoreDNSPort }}}} {{\n    # names of team {number}\n    forward . 10.0.{number}.53 {{\n        \
             max_fails 2\n    }}\n    alternate NXDOMAIN,SERVFAIL,REFUSED . /etc/resolv.conf\n    template IN AAAA \
             v4-{number}.example {{\n        rcode NOERROR\n    }}\n    {{{{ if .CoreDNSLogging }}}}log{{{{ end }}}}\n    errors\n}}\n"
        )
    };
    let default = ".:{{ .CoreDNSPort }} {\n    forward . 127.0.0.1:{{ .EnvoyDNSPort }}\n    prometheus \
                   localhost:{{ .PrometheusPort }}\n    errors\n}\n";
    (0..85).map(block).chain([default.to_owned()]).collect()
}
