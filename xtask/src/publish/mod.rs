//! `cargo xtask publish`: puts up what is not up yet, in the order in which the crates need one another, and tags it.
//!
//! What can be asked cheaply is asked first, and nothing is sent before everything has passed. A run that broke off
//! half-way is repaired by the next one, because each run asks the registry what is up and goes on from there.

mod compare;
mod plan;
mod registry;
mod semantic;
mod tags;
#[cfg(test)]
mod tests;

use clap::Args;

use self::plan::{Plan, Standing};
use crate::changelog::Section;
use crate::ci;
use crate::command::Place;
use crate::packages::{self, Tree};
use crate::workspace::{Package, Workspace};

/// Whether it is done or only tried, and where.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Publish and tag. Without it nothing is sent and no tag is made.
    #[arg(long)]
    execute: bool,
    /// A registry that cargo's configuration names, instead of crates.io.
    #[arg(long, value_name = "NAME")]
    registry: Option<String>,
    /// Leave out the long checks, `ci` and `package-check`; `--execute` never does.
    #[arg(long, conflicts_with = "execute")]
    without_checks: bool,
}

/// Where the crates come from and where they go.
pub(crate) struct Shop<'a> {
    pub(crate) workspace: &'a Workspace,
    pub(crate) place: Place,
    /// As cargo's configuration names it; crates.io where there is none.
    pub(crate) registry: Option<String>,
}

/// What has to pass before anything is sent.
type Gate<'a> = &'a dyn Fn(&Workspace) -> Result<(), String>;

/// Does what the options ask for.
pub(crate) fn run(workspace: &Workspace, options: &Options) -> Result<(), String> {
    let place = Place::new(&workspace.root);
    let shop = Shop { workspace, place, registry: options.registry.clone() };
    let all = |workspace: &Workspace| {
        ci::run_all(workspace)?;
        packages::check(workspace)
    };
    let none = |_: &Workspace| {
        println!("the long checks are left out, as asked");
        Ok(())
    };
    let gate: Gate<'_> = if options.without_checks { &none } else { &all };
    shop.publish(options.execute, gate)
}

impl Shop<'_> {
    fn publish(&self, execute: bool, gate: Gate<'_>) -> Result<(), String> {
        heading("the tree is clean");
        tags::clean(&self.place)?;

        heading("each package holds what belongs into it");
        let packed = packages::pack(self.workspace, &self.place, Tree::Clean, self.registry.as_deref())?;
        packages::contents(&packed)?;

        heading("what is up, and what is to go up");
        let plan = Plan::make(self, &packed)?;
        for (package, standing) in &plan.crates {
            println!("{} {}: {standing}", package.name, package.version);
        }
        let rest = plan.rest();
        self.changelogs(&rest)?;
        let open = self.open(&rest);
        for line in &open {
            println!("before --execute: {line}");
        }
        if execute && !open.is_empty() {
            return Err(format!("publish: nothing was sent\n{}", open.join("\n")));
        }

        heading("the checks");
        if rest.is_empty() {
            println!("nothing is to go up, so nothing is checked");
        } else {
            gate(self.workspace)?;
            self.dry_run()?;
        }
        if !execute {
            println!("\npublish: a dry run, nothing was sent; {}", words(&rest, &open));
            return Ok(());
        }
        // The checks may have written files.
        tags::clean(&self.place)?;
        self.send(&rest)?;
        self.tag(&plan)
    }

    /// Each crate says what is new in it.
    fn changelogs(&self, rest: &[&Package]) -> Result<(), String> {
        let fault =
            |package: &&Package| Some((package.changelog(), self.section(package).fault(&package.version)?));
        let faults: Vec<String> =
            rest.iter().filter_map(fault).map(|(file, why)| format!("publish: {file}: {why}")).collect();
        if faults.is_empty() { Ok(()) } else { Err(faults.join("\n")) }
    }

    fn section(&self, package: &Package) -> Section {
        let text = std::fs::read_to_string(self.workspace.root.join(package.changelog())).unwrap_or_default();
        Section::of(&text, &package.version)
    }

    /// What only matters when it is really published.
    fn open(&self, rest: &[&Package]) -> Vec<String> {
        let mut open = Vec::new();
        for package in rest {
            if let Some(why) = self.section(package).undated(&package.version) {
                open.push(format!("{}: {why}", package.changelog()));
            }
            if !package.declares("repository") {
                open.push(format!("{}: `repository` is not set (docs/releasing.md)", package.manifest()));
            }
        }
        open
    }

    /// Packs everything and builds each package out of its archive, a package before those that need it.
    fn dry_run(&self) -> Result<(), String> {
        self.cargo(&["publish", "--workspace", "--dry-run", "--locked", "--config", packages::PROFILE])
    }

    fn send(&self, rest: &[&Package]) -> Result<(), String> {
        if rest.is_empty() {
            return Ok(());
        }
        heading("publishing");
        // The dry run built these very packages a moment ago.
        let mut arguments = vec!["publish", "--locked", "--no-verify"];
        for package in rest {
            arguments.extend(["-p", package.name.as_str()]);
        }
        self.cargo(&arguments).map_err(|why| {
            format!("{why}\npublish: what went up stays up; see to the cause and run this again: only the rest is sent, and then all is tagged")
        })
    }

    /// Tags are made last, so that a tag says that the whole release is up.
    fn tag(&self, plan: &Plan<'_>) -> Result<(), String> {
        heading("tags");
        let head = tags::head(&self.place)?;
        let mut made = Vec::new();
        for (package, standing) in &plan.crates {
            let commit = match standing {
                Standing::Up { commit } => commit,
                Standing::New | Standing::Raised { .. } => &head,
            };
            if let Some(tag) = tags::make(&self.place, package, commit)? {
                println!("{tag}");
                made.push(tag);
            }
        }
        match made.len() {
            0 => println!("\npublish: everything is up and tagged"),
            _ => println!("\npublish: done; make the tags known with `git push origin {}`", made.join(" ")),
        }
        Ok(())
    }

    fn cargo(&self, arguments: &[&str]) -> Result<(), String> {
        let registry = self.registry.as_deref().map(|name| format!("--registry={name}"));
        let all: Vec<&str> = arguments.iter().copied().chain(registry.as_deref()).collect();
        Ok(self.place.show(&all)?)
    }
}

fn heading(text: &str) {
    println!("\n== {text}");
}

fn words(rest: &[&Package], open: &[String]) -> String {
    let names: Vec<&str> = rest.iter().map(|package| package.name.as_str()).collect();
    let would = match names.len() {
        0 => "nothing is to go up".to_owned(),
        count => format!("{count} to go up: {}", names.join(", ")),
    };
    match open.len() {
        0 => format!("{would}\n`cargo xtask publish --execute` does it"),
        count => format!(
            "{would}\n`cargo xtask publish --execute` refuses until {count} things are done, listed above after `before --execute:`"
        ),
    }
}
