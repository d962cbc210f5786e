//! What a way comes to, in the terms in which rules ask: who took the query, what ended it, who was asked a second time.
//! Steps of questions that CoreDNS puts to itself are left out unless said otherwise.

use super::step::{Action, Actor, Failure, Step, Walk, Way, Who};
use crate::corefile::Place;

/// What ended a query within CoreDNS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending<'w> {
    /// A template, with or without a message.
    Template {
        /// The server block.
        block: usize,
        /// Which template of it.
        rule: usize,
        /// Whether it ended it because no regular expression matches.
        missed: bool,
    },
    /// No server block takes the name.
    NoBlock,
    /// The server block has nothing, or nothing left, that could answer.
    NothingLeft,
    /// Alternate let an rcode pass to the client.
    Kept {
        /// The rcode.
        rcode: u16,
        /// The list of the block's first alternate.
        list: Place,
    },
    /// Whatever somebody replied, or did not.
    Asked(&'w Who<'w>),
    /// Anything else.
    Other,
}

/// A question that alternate put to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondTry {
    /// The server block.
    pub block: usize,
    /// Which alternate of it.
    pub rule: usize,
    /// The upstream's word.
    pub upstream: Place,
    /// Where the forward names the same one.
    pub first: Place,
}

impl Walk<'_> {
    /// Whether Envoy is asked, whatever chance decides.
    #[must_use]
    pub fn always_asks_envoy(&self) -> bool {
        self.ways.iter().all(Way::asks_envoy)
    }

    /// Whether Envoy is asked if chance will have it.
    #[must_use]
    pub fn may_ask_envoy(&self) -> bool {
        self.ways.iter().any(Way::asks_envoy)
    }
}

impl<'a> Way<'a> {
    /// Whether Envoy is asked.
    #[must_use]
    pub fn asks_envoy(&self) -> bool {
        self.outcome.has_asked(&Who::Envoy)
    }

    fn own_steps(&self) -> impl DoubleEndedIterator<Item = &Step<'a>> {
        self.steps.iter().filter(|step| step.depth == 0)
    }

    /// The site that took the query: its index, its place and its zone.
    #[must_use]
    pub fn site(&self) -> Option<(usize, Place, &'a str)> {
        self.own_steps().find_map(|step| match (&step.actor, &step.action) {
            (Actor::Site(index), Action::Took(zone)) => Some((*index, step.place?, *zone)),
            _ => None,
        })
    }

    /// The first upstream that was asked: the block of the directive, its word and who it is.
    #[must_use]
    pub fn first_asked(&self) -> Option<(usize, Place, &Who<'a>)> {
        self.own_steps().find_map(|step| Some((block(&step.actor)?, step.place?, sent(step)?)))
    }

    /// The forwards that let the query pass, as block and index.
    pub fn passed_forwards(&self) -> impl Iterator<Item = (usize, usize)> {
        self.own_steps().filter_map(|step| match (&step.actor, &step.action) {
            (Actor::Forward { block, rule }, Action::Passed(_)) => Some((*block, *rule)),
            _ => None,
        })
    }

    /// The forward that asked somebody first, as block and index.
    #[must_use]
    pub fn forward(&self) -> Option<(usize, usize)> {
        self.own_steps().find_map(|step| match (&step.actor, &step.action) {
            (Actor::Forward { block, rule }, Action::Sent(..)) => Some((*block, *rule)),
            _ => None,
        })
    }

    /// The alternate that took over: block, index, rcode and the rcode's word.
    #[must_use]
    pub fn fired(&self) -> Option<(usize, usize, u16, Place)> {
        self.own_steps().find_map(|step| match (&step.actor, &step.action) {
            (Actor::Alternate { block, rule }, Action::Fired(rcode)) => Some((*block, *rule, *rcode, step.place?)),
            _ => None,
        })
    }

    /// Whether somebody was asked who is neither Envoy nor this CoreDNS, and can be asked at all.
    #[must_use]
    pub fn asks_a_resolver(&self) -> bool {
        let is_resolver = |who: &Who<'_>| matches!(who, Who::Host | Who::Known(_) | Who::Somebody(_));
        self.outcome.asked.iter().any(|asked| is_resolver(&asked.who))
    }

    /// Whether an address was asked at which nobody can be.
    #[must_use]
    pub fn asks_nobody(&self) -> bool {
        self.outcome.asked.iter().any(|asked| matches!(asked.who, Who::Nobody(_)))
    }

    /// What closes the circle in which the query comes round again, whoever asks: the block and the upstream's word.
    #[must_use]
    pub fn comes_round(&self) -> Option<(usize, Place)> {
        let at = self.steps.iter().position(|step| step.action == Action::Loop)?;
        let to_itself = |step: &Step<'a>| (sent(step)? == &Who::CoreDns).then_some((block(&step.actor)?, step.place?));
        self.steps.iter().take(at).rev().find_map(to_itself)
    }

    /// The alternate's upstream that had been asked before and had replied.
    #[must_use]
    pub fn second_try(&self) -> Option<SecondTry> {
        let mut replied: Vec<(&Who<'a>, Place)> = Vec::new();
        let mut last = None;
        for step in self.own_steps() {
            let Some(place) = step.place else { continue };
            match (&step.actor, &step.action) {
                (Actor::Alternate { block, rule }, Action::Sent(who, _)) => {
                    if let Some((_, first)) = replied.iter().find(|(known, _)| *known == who) {
                        return Some(SecondTry { block: *block, rule: *rule, upstream: place, first: *first });
                    }
                }
                (Actor::Forward { .. }, Action::Sent(who, _)) => last = Some((who, place)),
                (Actor::Other(who), Action::Answered { .. }) => replied.extend(last.filter(|(known, _)| *known == who)),
                _ => {}
            }
        }
        None
    }

    /// What ended the query.
    #[must_use]
    pub fn ending(&self) -> Ending<'_> {
        let mut ending = Ending::Other;
        for step in self.own_steps() {
            ending = match (&step.actor, &step.action) {
                (Actor::Template { block, rule }, Action::Answered { .. } | Action::Unanswered(_)) => {
                    Ending::Template { block: *block, rule: *rule, missed: false }
                }
                (Actor::Template { block, rule }, Action::Failed(_, failure)) => {
                    Ending::Template { block: *block, rule: *rule, missed: *failure == Failure::NoMatch }
                }
                (_, Action::Failed(_, Failure::NoSite)) => Ending::NoBlock,
                (_, Action::Failed(_, Failure::NoPlugin | Failure::NoNextPlugin)) => Ending::NothingLeft,
                // What was not answered at all is not alternate's doing.
                (Actor::Alternate { .. }, Action::Kept(rcode)) if ending != Ending::NothingLeft => match step.place {
                    Some(list) => Ending::Kept { rcode: *rcode, list },
                    None => ending,
                },
                (_, Action::Sent(who, _)) => Ending::Asked(who),
                _ => ending,
            };
        }
        ending
    }
}

fn block(actor: &Actor<'_>) -> Option<usize> {
    match actor {
        Actor::Template { block, .. } | Actor::Alternate { block, .. } | Actor::Forward { block, .. } => Some(*block),
        _ => None,
    }
}

fn sent<'s, 'a>(step: &'s Step<'a>) -> Option<&'s Who<'a>> {
    match &step.action {
        Action::Sent(who, _) => Some(who),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::tests::{server, world};
    use crate::chain::{Query, walk};
    use crate::coredns::dns;

    fn way_of<T>(lines: &str, name: &str, look: impl Fn(&Way<'_>) -> T) -> T {
        let (server, world) = (server(&format!(".:15053 {{\n{lines}\n}}\n")), world());
        let walk = walk(&server, &world, &Query::new(name, dns::A), 15053);
        assert_eq!(walk.ways.len(), 1, "{lines}");
        look(&walk.ways[0])
    }

    const ENVOY: &str = "forward . 127.0.0.1:15054\n";

    #[test]
    fn what_ends_a_query() {
        let ending = |lines: &str| way_of(lines, "a.example.", |way| format!("{:?}", way.ending()));
        let ends_with =
            |lines: &str, what: &str| assert!(ending(lines).starts_with(what), "{lines}: {}", ending(lines));
        ends_with(ENVOY, "Asked(Envoy)");
        ends_with(&format!("{ENVOY}alternate NXDOMAIN . 10.0.0.53"), "Asked(Somebody(");
        ends_with(&format!("{ENVOY}alternate NOTIMP . 10.0.0.53"), "Kept { rcode: 3");
        ends_with("errors", "NothingLeft");
        ends_with("forward mesh 127.0.0.1:15054\nalternate NXDOMAIN . 10.0.0.53", "NothingLeft");
        ends_with("forward mesh 127.0.0.1:15054\nalternate SERVFAIL . 10.0.0.53", "Asked(Somebody(");
        let template = "template IN A {\nmatch ^b\nrcode NXDOMAIN\n";
        ends_with(&format!("{template}}}\n{ENVOY}"), "Template { block: 0, rule: 0, missed: true");
        ends_with(&format!("{template}fallthrough\n}}\n{ENVOY}"), "Asked(Envoy)");
        ends_with(&format!("template IN A\n{ENVOY}"), "Template { block: 0, rule: 0, missed: false");
    }

    #[test]
    fn who_is_asked_again() {
        let again = |lines: &str| way_of(lines, "a.example.", |way| way.second_try().is_some());
        assert!(again(&format!("{ENVOY}alternate NXDOMAIN . 127.0.0.1:15054")));
        assert!(!again(&format!("{ENVOY}alternate NXDOMAIN . 10.0.0.53")));
        assert!(!again(&format!("{ENVOY}alternate NOTIMP . 127.0.0.1:15054")));
    }

    #[test]
    fn what_comes_round() {
        let round = |lines: &str| way_of(lines, "a.example.", |way| way.comes_round().map(|(block, _)| block));
        assert_eq!(round("forward . 127.0.0.1:15053"), Some(0));
        assert_eq!(round(&format!("{ENVOY}alternate NXDOMAIN . 127.0.0.1:15053")), Some(0));
        assert_eq!(round(ENVOY), None);
        let other = "forward . 127.0.0.1:1053\n}\n.:1053 {\n";
        assert_eq!(round(&format!("{other}forward . 10.0.0.53")), None);
        assert_eq!(round(&format!("{other}forward . 127.0.0.1:1053")), Some(1));
        assert_eq!(round(&format!("{other}forward . 127.0.0.1:15053")), Some(1));
    }

    #[test]
    fn who_counts_as_a_resolver() {
        let asks = |lines: &str| way_of(lines, "a.example.", |way| (way.asks_envoy(), way.asks_a_resolver()));
        assert_eq!(asks(ENVOY), (true, false));
        assert_eq!(asks(&format!("{ENVOY}alternate NXDOMAIN . /etc/resolv.conf")), (true, true));
        assert_eq!(asks("forward . 127.0.0.1:15053"), (false, false));
    }
}
