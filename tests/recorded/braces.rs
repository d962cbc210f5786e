//! Texts that are hard on whoever escapes braces, put together at random; the same on every run.

/// Xorshift.
pub struct Random(u64);

const PARTS: [&[u8]; 28] = [
    b"{",
    b"{",
    b"{{",
    b"{{",
    b"{{{",
    b"}",
    b"}}",
    b"-",
    b"- ",
    b" -",
    b" ",
    b"\n",
    b"\t",
    b"\r\n",
    b"/*",
    b"*/",
    b"\"",
    b"`",
    b"\\",
    b".",
    b".Name",
    b"end",
    b"{{/* x */}}",
    b"{{- end -}}",
    b"\xff",
    b"\0",
    "ö\u{2028}".as_bytes(),
    b"log",
];

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }

    /// Up to a dozen parts.
    pub fn text(&mut self) -> Vec<u8> {
        (0..self.below(13)).flat_map(|_| PARTS[self.below(PARTS.len())]).copied().collect()
    }
}
