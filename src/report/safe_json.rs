//! JSON whose bytes are safe on a terminal. JSON writes control characters below space as escapes; here the others that
//! could hide or reorder text are escapes, too. The data are the same.

use serde::Serialize;

use crate::report::visible::is_hidden;

/// Indented, with a newline at the end.
///
/// # Errors
/// What serde_json cannot write.
pub fn write(value: &impl Serialize) -> Result<Vec<u8>, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    if text.contains(is_hidden) {
        // Outside strings JSON is ASCII, so that a hidden character always stands where an escape may stand.
        let mut escaped = String::with_capacity(text.len());
        for c in text.chars() {
            if is_hidden(c) {
                escaped += &format!("\\u{:04x}", u32::from(c));
            } else {
                escaped.push(c);
            }
        }
        text = escaped;
    }
    Ok(text.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escapes_and_the_data_stay() {
        let text = "\u{1b}[0m\u{9b}1m\u{7f}\u{202e}\r\n\té\"";
        let json = write(&text).unwrap();
        let shown = String::from_utf8(json.clone()).unwrap();
        assert_eq!(shown, "\"\\u001b[0m\\u009b1m\\u007f\\u202e\\r\\n\\té\\\"\"\n");
        assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
    }
}
