//! Where formatted text goes: the caller's buffer under a limit that is checked before every growth, so that neither a
//! wide field nor a long precision can take more memory or time than the limit allows.

use super::TooLong;
use super::spec::Spec;

/// Appends to a buffer whose length stays within a limit.
pub(super) struct Writer<'o> {
    out: &'o mut Vec<u8>,
    limit: usize,
}

impl<'o> Writer<'o> {
    pub(super) fn new(out: &'o mut Vec<u8>, limit: usize) -> Self {
        Self { out, limit }
    }

    /// The length of the buffer, which [`Self::pad`] takes as the start of a field.
    pub(super) fn mark(&self) -> usize {
        self.out.len()
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<(), TooLong> {
        self.claim(bytes.len())?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn byte(&mut self, byte: u8) -> Result<(), TooLong> {
        self.bytes(&[byte])
    }

    pub(super) fn char(&mut self, c: char) -> Result<(), TooLong> {
        self.bytes(c.encode_utf8(&mut [0; 4]).as_bytes())
    }

    pub(super) fn repeat(&mut self, byte: u8, count: usize) -> Result<(), TooLong> {
        self.claim(count)?;
        self.out.resize(self.out.len() + count, byte);
        Ok(())
    }

    /// Brings the field that was written since `start` to the width of `spec`, counted in characters.
    pub(super) fn pad(&mut self, start: usize, spec: &Spec) -> Result<(), TooLong> {
        let field = self.out.get(start..).unwrap_or(&[]);
        let padding = spec.width.saturating_sub(if spec.width == 0 { 0 } else { char_count(field) });
        if padding == 0 {
            return Ok(());
        }
        self.repeat(spec.fill(), padding)?;
        if let (false, Some(field)) = (spec.minus, self.out.get_mut(start..)) {
            field.rotate_right(padding);
        }
        Ok(())
    }

    /// Makes sure that `count` bytes more are allowed, and grows without overshooting the limit.
    fn claim(&mut self, count: usize) -> Result<(), TooLong> {
        let allowed = self.limit.saturating_sub(self.out.len());
        if count > allowed {
            return Err(TooLong);
        }
        if count > self.out.capacity() - self.out.len() {
            self.out.reserve_exact(count.max(self.out.capacity().max(32).min(allowed)));
        }
        Ok(())
    }
}

/// The number of characters as Go counts them: every byte that is not part of valid UTF-8 is one.
fn char_count(bytes: &[u8]) -> usize {
    bytes.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

/// At most `count` characters from the front, counted as [`char_count`] does.
pub(super) fn first_chars(bytes: &[u8], count: usize) -> &[u8] {
    if bytes.len() <= count {
        return bytes;
    }
    let window = bytes.get(..count.saturating_mul(4)).unwrap_or(bytes);
    let (mut left, mut end) = (count, 0);
    for chunk in window.utf8_chunks() {
        match chunk.valid().char_indices().nth(left) {
            Some((at, _)) => return bytes.get(..end + at).unwrap_or(bytes),
            None => left -= chunk.valid().chars().count(),
        }
        end += chunk.valid().len();
        let invalid = chunk.invalid().len().min(left);
        left -= invalid;
        end += invalid;
        if left == 0 {
            break;
        }
    }
    bytes.get(..end).unwrap_or(bytes)
}
