//! The doctor's conclusions for people: a sentence for each class of data planes, and its walk below it.

use super::trace::Walked;
use crate::doctor::class::Class;
use crate::report::visible::visible_line;

/// A paragraph for each class.
pub fn classes(classes: &[Class], walks: &[Option<Walked>]) -> String {
    let mut text = String::new();
    for (index, class) in classes.iter().enumerate() {
        text += &format!("\n{}\n", visible_line(class.sentence().as_bytes()));
        if let Some(Some(walked)) = walks.get(index) {
            text += &format!("\n{}", walked.text);
        }
    }
    text
}
