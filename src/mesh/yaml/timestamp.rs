//! Which texts goyaml.v2 takes for a timestamp. They stay text; it matters only beside an explicit tag.

/// Whether one of goyaml's four layouts fits: a date, a date with `T` or `t`, time and zone, or a date, a space and a time.
pub(super) fn is_timestamp(text: &str) -> bool {
    let mut rest = Rest(text);
    let Some(year) = rest.number(4, 4) else {
        return false;
    };
    if !rest.eat("-") {
        return false;
    }
    let Some(month) = rest.number(1, 2).filter(|month| (1..=12).contains(month)) else {
        return false;
    };
    if !rest.eat("-") {
        return false;
    }
    let Some(day) = rest.number(1, 2) else {
        return false;
    };
    if !(1..=days(year, month)).contains(&day) {
        return false;
    }
    if rest.0.is_empty() {
        return true;
    }
    let zoned = rest.eat("T") || rest.eat("t");
    if !zoned && !rest.eat(" ") {
        return false;
    }
    rest.time() && (!zoned || rest.zone()) && rest.0.is_empty()
}

fn days(year: u32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 31,
    }
}

struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn eat(&mut self, word: &str) -> bool {
        let rest = self.0.strip_prefix(word);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let digits = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if digits < least {
            return None;
        }
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        number.parse().ok()
    }

    fn below(&mut self, bound: u32) -> bool {
        self.number(1, 2).is_some_and(|number| number < bound)
    }

    fn time(&mut self) -> bool {
        let clock = self.below(24) && self.eat(":") && self.below(60) && self.eat(":") && self.below(60);
        if clock && (self.0.starts_with('.') || self.0.starts_with(',')) {
            let digits = self.0[1..].bytes().take_while(u8::is_ascii_digit).count();
            self.0 = &self.0[1 + digits..];
            return digits > 0;
        }
        clock
    }

    fn zone(&mut self) -> bool {
        if self.eat("Z") {
            return true;
        }
        (self.eat("+") || self.eat("-"))
            && self.number(2, 2).is_some_and(|hours| hours <= 24)
            && self.eat(":")
            && self.number(2, 2).is_some_and(|minutes| minutes < 60)
    }
}
