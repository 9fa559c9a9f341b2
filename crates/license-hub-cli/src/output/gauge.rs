//! How far it is: a bar on standard error, where that is a terminal.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// One bar. It goes away when it is dropped.
pub(crate) struct Gauge {
    bar: ProgressBar,
    name: String,
}

/// The bars of this run.
pub(super) fn bars(shown: bool) -> MultiProgress {
    MultiProgress::with_draw_target(if shown {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    })
}

impl Gauge {
    pub(super) fn new(bars: &MultiProgress, name: String) -> Self {
        let bar = bars.add(ProgressBar::hidden());
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, name }
    }

    /// So much of this has been done.
    pub(crate) fn show(&self, what: &str, done: usize, total: usize) {
        if self.bar.is_hidden() {
            return;
        }
        self.bar.set_length(total as u64);
        self.bar.set_message(format!("{} {what}", self.name));
        self.bar.set_position(done as u64);
    }
}

impl Drop for Gauge {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
