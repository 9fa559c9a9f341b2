//! Parts of a measurement that need a process of their own: this program again, with other arguments.

use std::process::{Command, Stdio};

use crate::Fallible;

/// The argument that makes a child of this program.
pub(crate) const CHILD: &str = "--child";

/// This program, as the child of this name.
pub(crate) fn command(name: &str, arguments: &[&str]) -> Fallible<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(CHILD).arg(name).args(arguments);
    Ok(command)
}

/// The number that a child prints.
pub(crate) fn number(name: &str, arguments: &[&str]) -> Fallible<f64> {
    numbers(name, arguments)?
        .first()
        .copied()
        .ok_or_else(|| format!("the child `{name}` told nothing").into())
}

/// The numbers that a child prints, one a line.
pub(crate) fn numbers(name: &str, arguments: &[&str]) -> Fallible<Vec<f64>> {
    let output = command(name, arguments)?.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the child `{name}` ended with {}", output.status).into());
    }
    String::from_utf8(output.stdout)?.lines().map(|line| Ok(line.trim().parse()?)).collect()
}

/// A line of what the system says about this process, in bytes.
pub(crate) fn memory(field: &str) -> Fallible<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    let kilobytes: u64 = line.ok_or("no such line")?.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes << 10)
}
