//! One line a finding: `path:line:column: severity[CODE] message (on 2.8.0–2.14.3)`. For editors, grep and people in a hurry;
//! notes, help and the summary are left out.

use super::{Report, all, message_with_holds};
use crate::report::visible::{visible_line, visible_start};

// Bytes of a message that are shown.
const MAX_MESSAGE: usize = 1_000;

pub(super) fn render(report: &Report<'_>) -> String {
    let mut text = String::new();
    for (source, finding) in all(report) {
        let at = source.position(finding.span().start);
        let message = message_with_holds(finding);
        let message = visible_start(message.as_bytes(), MAX_MESSAGE);
        text += &format!(
            "{}:{}:{}: {}[{}] {}\n",
            visible_line(source.name().as_bytes()),
            at.line,
            at.column,
            finding.severity(),
            finding.code,
            visible_line(message.as_bytes()),
        );
    }
    text
}
