//! The generator of random numbers: small, and the same in every run with the same seed.

/// A xorshift generator.
pub struct Random(u64);

impl Random {
    /// The generator of case `index`, so that any case can be made without those before it.
    pub fn new(seed: u64, index: u64) -> Self {
        // splitmix64, so that neighbours have nothing in common.
        let mut state =
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(index.wrapping_mul(0xbf58_476d_1ce4_e5b9));
        state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Self((state ^ (state >> 31)) | 1)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, which is not 0.
    pub fn below(&mut self, end: usize) -> usize {
        ((self.number() >> 33) % end as u64) as usize
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of `items`.
    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// Any character; half of the time one that tends to be handled specially.
    pub fn character(&mut self) -> char {
        const SPECIAL: &[char] = &[
            '\0',
            '\x07',
            '\x1b',
            '\x7f',
            '\u{80}',
            '\u{85}',
            '\u{a0}',
            '\u{ad}',
            'é',
            'ª',
            '²',
            'ǅ',
            '\u{301}',
            'ß',
            '\u{600}',
            '٣',
            'क',
            '\u{180e}',
            '\u{1680}',
            '\u{2003}',
            '\u{200b}',
            '\u{200d}',
            '\u{2028}',
            '\u{2029}',
            '\u{202e}',
            '世',
            '\u{3000}',
            '\u{d7ff}',
            '\u{e000}',
            '\u{fdd0}',
            '\u{feff}',
            '\u{fffd}',
            '\u{ffff}',
            '😀',
            '𝟘',
            '\u{1f1e6}',
            '\u{e0001}',
            '\u{10ffff}',
        ];
        if self.once_in(2) {
            return SPECIAL[self.below(SPECIAL.len())];
        }
        let end = [0x80, 0x800, 0x1_0000, 0x11_0000][self.below(4)];
        char::from_u32(self.below(end) as u32).unwrap_or('\u{ffff}')
    }
}
