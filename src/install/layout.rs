//! How what is installed is laid out: the templates in `templates/`, a name that they get wrong being an error. What comes
//! from the user goes in as a value and is never taken for a template.

use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, Value};

/// Lays `values` out with a template; `name` is what messages call it.
///
/// # Errors
/// A mistake in the template.
pub(super) fn lay_out(name: &str, template: &str, values: Value) -> Result<String, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // Texts go through tojson, and a JSON string is a YAML string.
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?;
    environment.set_syntax(syntax);
    environment.add_filter("single_quoted", single_quoted);
    environment.render_named_str(name, template, values)
}

/// A text of one line as YAML's single-quoted scalar, for texts that have double quotes in them.
fn single_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use minijinja::context;

    #[test]
    fn what_is_not_there_is_an_error() {
        assert!(lay_out("t", "{{ missing }}", context! {}).is_err());
        assert!(lay_out("t", "{{ there.missing }}", context! { there => context! {} }).is_err());
    }

    #[test]
    fn values_are_no_templates() {
        let values = context! { text => "{{ text }}{% if %}'" };
        assert_eq!(lay_out("t", "{{ text }}\n", values.clone()).unwrap(), "{{ text }}{% if %}'\n");
        assert_eq!(lay_out("t", "{{ text | single_quoted }}", values).unwrap(), "'{{ text }}{% if %}'''");
    }
}
