//! `cargo xtask prove`: the proof by ledger, as long as wanted. The tests run a short one of it.

use clap::Args;

use crate::workspace::{Workspace, cargo};

const TEST: &str = "what_the_client_says_is_what_the_ledger_has";

/// How much of it.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// How many operations to make up.
    #[arg(long, value_name = "N", default_value_t = STEPS)]
    steps: u64,
    /// The seed of the first sequence; the others follow it.
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    first: u64,
    /// Run only the sequence of this seed, such as one that failed.
    #[arg(long, value_name = "SEED", conflicts_with_all = ["steps", "first"])]
    seed: Option<u64>,
}

/// What has to hold before a change lands.
const STEPS: u64 = 100_000;

impl Default for Options {
    fn default() -> Self {
        Self { steps: STEPS, first: 0, seed: None }
    }
}

impl Options {
    fn environment(&self) -> Vec<(&'static str, String)> {
        match self.seed {
            Some(seed) => vec![("LICENSE_HUB_LEDGER_SEED", seed.to_string())],
            None => vec![
                ("LICENSE_HUB_LEDGER_STEPS", self.steps.to_string()),
                ("LICENSE_HUB_LEDGER_FIRST", self.first.to_string()),
            ],
        }
    }
}

/// Runs it with its output on the screen.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), String> {
    let mut command = cargo();
    command.args([
        "test",
        "--locked",
        "-p",
        "license-hub-tests",
        "--test",
        "ledger",
        TEST,
        "--",
        "--nocapture",
    ]);
    let status = command.envs(options.environment()).current_dir(&workspace.root).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the proof by ledger ended with {status}")),
        Err(error) => Err(format!("cargo could not be started: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_run_alone() {
        let of = |seed| Options { seed, ..Options::default() }.environment();
        assert_eq!(of(Some(7)), [("LICENSE_HUB_LEDGER_SEED", "7".to_owned())]);
        let all = of(None);
        assert_eq!(all[0], ("LICENSE_HUB_LEDGER_STEPS", "100000".to_owned()));
        assert_eq!(all[1], ("LICENSE_HUB_LEDGER_FIRST", "0".to_owned()));
    }
}
