//! The flags that move the bounds of the template engine.

use clap::Args;

use crate::gotemplate::Limits;

/// Bounds on what a template may spend.
#[derive(Clone, Copy, Debug, Args)]
#[command(next_help_heading = "Limits")]
pub struct LimitOptions {
    /// Bytes of template text, at most
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().template, hide_short_help = true)]
    pub max_template: usize,
    /// Bytes of rendered text, at most
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().output, hide_short_help = true)]
    max_output: usize,
    /// Steps of execution, at most
    #[arg(long, value_name = "STEPS", default_value_t = Limits::default().steps, hide_short_help = true)]
    max_steps: u64,
}

impl LimitOptions {
    /// As the engine takes them. Room for strings grows with the output, which they mostly end up in.
    pub fn limits(self) -> Limits {
        let default = Limits::default();
        Limits {
            template: self.max_template,
            output: self.max_output,
            steps: self.max_steps,
            strings: default.strings.max(self.max_output.saturating_mul(2)),
        }
    }
}
