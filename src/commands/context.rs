//! What every command is given, and what it returns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::slice;

use anyhow::Result;

use super::arguments::team_name;
use super::list_args::ListArgs;
use super::targets::Targets;
use super::usage::Usage;
use crate::files::same_place;
use crate::inbox::view::EffectView;
use crate::inbox::{
    self, Answer, Bulk, ChangeMeta, ChangeOptions, CommandWord, ErasureRequest, Inbox, InboxReader, LockWait,
    OnMissingContact, OnRefused, PastPoint, Review, RunMode, Session,
};
use crate::model::{
    Country, EffectKind, Email, Excerpt, PhoneOptions, PlanDigest, Request, Target, TeamName, Time, TimeAhead,
    TimePhrase, lookalike, shell_line,
};
use crate::output::{EffectStream, ListWriter, Printable, Row, Ui};

/// How a command ended, if it didn't fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Finished with a negative result.
    No,
    /// A dry run with changes.
    Pending,
}

/// Everything that commands take from the shared options, the environment and the clock.
pub struct Context {
    pub ui: Ui,
    /// None without a path and a home directory.
    pub store: Option<PathBuf>,
    /// How long to wait for a locked store.
    pub wait: LockWait,
    /// The time of a change.
    pub at: Time,
    /// The point in the history to look at instead of the present.
    pub as_of: Option<PastPoint>,
    /// The author of a change; the system user if none.
    pub actor: Option<String>,
    /// The command line that the history records.
    pub command: Vec<CommandWord>,
    pub run: RunMode,
    /// The digest that the change must have.
    pub expected: Option<PlanDigest>,
    /// The default country for phone numbers without a country code, typed or else of the environment.
    pub country: Option<Country>,
    pub typed_country: Option<Country>,
    pub detailed_exitcode: bool,
    /// Whether the variable `CI` is set.
    pub in_ci: bool,
    pub parser: fn() -> clap::Command,
}

/// The most names that are warned of.
const LOOKALIKES: usize = 10;

impl Context {
    pub(super) fn change_options(&self) -> ChangeOptions {
        // Looked up only for changes: it takes a while.
        let user = whoami::username().unwrap_or_else(|_| "unknown".to_owned());
        let stamp = ChangeMeta {
            at: self.at,
            recorded_at: self.ui.times.clock().now(),
            actor: self.actor.clone().unwrap_or_else(|| user.clone()),
            user,
            command: self.typed_line(),
        };
        let told = self.run == RunMode::DryRun || self.ui.format.is_json();
        let review = Review { told, expected: self.expected.clone() };
        ChangeOptions { stamp, run: self.run, phones: self.phones(), review }
    }

    /// The command line that the history records.
    pub(super) fn typed_line(&self) -> String {
        shell_line(self.command.iter().map(CommandWord::typed))
    }

    /// The time of an option; of a date, its beginning.
    pub(super) fn start_of(&self, time: Option<&TimePhrase>) -> Result<Option<Time>, Usage> {
        Ok(time.map(|time| time.start(self.ui.times.clock())).transpose()?)
    }

    /// The time of an option; of a date, its end.
    pub(super) fn end_of(&self, time: Option<&TimePhrase>) -> Result<Option<Time>, Usage> {
        Ok(time.map(|time| time.end(self.ui.times.clock())).transpose()?)
    }

    /// When an absence begins.
    pub(super) fn beginning(&self, time: Option<&TimeAhead>) -> Result<Option<Time>, Usage> {
        Ok(time.map(|time| time.start(self.ui.times.clock(), self.at)).transpose()?)
    }

    /// When an absence ends that begins at `from`, by default at the time of the change.
    pub(super) fn ending(&self, time: &TimeAhead, from: Option<Time>) -> Result<Time, Usage> {
        Ok(time.end(self.ui.times.clock(), from.unwrap_or(self.at))?)
    }

    pub(super) fn phones(&self) -> PhoneOptions {
        PhoneOptions { country: self.country, format: None }
    }

    pub(super) fn store(&self) -> inbox::Result<&Path> {
        self.store.as_deref().ok_or(inbox::InboxError::NoStorePath)
    }

    /// Erases contacts and prints the effects.
    pub(super) fn erase(&self, request: &ErasureRequest) -> Result<Outcome> {
        let (store, options) = (self.store()?, self.change_options());
        let mut stream = self.ui.effects();
        let answer = stream.lend(|effects| Inbox::erase(store, self.wait, &options, request, effects))?;
        self.finish_change(&answer, stream)
    }

    pub(super) fn finish_change(&self, answer: &Answer, stream: EffectStream<'_>) -> Result<Outcome> {
        self.ui.print_change(answer, stream)?;
        self.ui.note_refused(answer);
        self.note_lookalikes(&answer.effects);
        Ok(if answer.has_refused() { Outcome::No } else { self.outcome_of(answer.has_effects()) })
    }

    /// Warns of new names that may be mistaken for others.
    pub(super) fn note_lookalikes(&self, effects: &[EffectView]) {
        let new = effects.iter().flat_map(|effect| match effect.effect {
            EffectKind::AddMember => effect.member.iter().collect(),
            EffectKind::AddTeam => effect.team.iter().collect(),
            EffectKind::UpdateMember | EffectKind::UpdateTeam => {
                effect.set.iter().flat_map(BTreeMap::values).flatten().collect()
            }
            _ => Vec::new(),
        });
        self.warn_of_lookalikes(new.map(String::as_str));
    }

    pub(super) fn warn_of_lookalikes<'n>(&self, names: impl IntoIterator<Item = &'n str>) {
        let found = names.into_iter().filter_map(|name| Some((name, lookalike(name)?)));
        for (name, letter) in found.take(LOOKALIKES) {
            let (name, number) = (Excerpt(name), u32::from(letter));
            self.ui.note(&format!(
                "warning: `{name}` has the letter `{letter}` (U+{number:04X}), which looks like a Latin one; check the spelling"
            ));
        }
    }

    /// Changes the store and prints the effects.
    pub(super) fn change(&self, work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>) -> Result<Outcome> {
        let mut stream = self.ui.effects();
        let answer = self.change_and_list(Bulk::No, &mut stream, work)?;
        self.finish_change(&answer, stream)
    }

    /// Changes the store and lists the effects; `bulk` where these may be many.
    pub(super) fn change_and_list(
        &self,
        bulk: Bulk,
        stream: &mut EffectStream<'_>,
        work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>,
    ) -> Result<Answer> {
        let mut inbox = Inbox::open(self.store()?, self.wait)?;
        let work = |session: &mut Session<'_>| {
            session.record_command(&self.command);
            work(session)
        };
        Ok(stream.lend(|effects| inbox.change_and_list(&self.change_options(), bulk, effects, work))?)
    }

    /// Makes a request with members and teams as typed, and prints its effects.
    pub(super) fn request(&self, target: Option<&Target>, request: &Request<String, String>) -> Result<Outcome> {
        self.request_or_create(OnMissingContact::Fail, target, request)
    }

    /// Makes a request about a contact that may be unknown.
    pub(super) fn request_or_create(
        &self,
        missing: OnMissingContact,
        target: Option<&Target>,
        request: &Request<String, String>,
    ) -> Result<Outcome> {
        self.change(|inbox| {
            let target = target.map(|target| inbox.named_target(target)).transpose()?;
            inbox.request(target.as_ref(), &named(inbox, request)?, missing)
        })
    }

    /// Makes the same request of each contact or conversation, as one change. Of one alone it is answered as a
    /// single change, unless what is refused is to be listed.
    pub(super) fn request_each(
        &self,
        targets: &Targets,
        on_refused: OnRefused,
        missing: OnMissingContact,
        request: &Request<String, String>,
    ) -> Result<Outcome> {
        let targets = match targets {
            Targets::One(target) if on_refused == OnRefused::Fail => {
                return self.request_or_create(missing, Some(target), request);
            }
            Targets::One(target) => slice::from_ref(target),
            Targets::Several(targets) => targets,
        };
        self.change(|inbox| inbox.request_each(targets, &named(inbox, request)?, missing, on_refused))
    }

    pub(super) fn outcome_of(&self, changes: bool) -> Outcome {
        let reports = self.detailed_exitcode && self.run == RunMode::DryRun;
        if reports && changes { Outcome::Pending } else { Outcome::Done }
    }

    /// Refuses a dry run of a command that writes only with the option `writes_with`.
    pub(super) fn check_no_dry_run(&self, writes_with: &str) -> Result<(), Usage> {
        let given = [("--dry-run", self.run == RunMode::DryRun), ("--detailed-exitcode", self.detailed_exitcode)];
        let Some((option, _)) = given.iter().find(|(_, given)| *given) else { return Ok(()) };
        let message = format!("`{option}` needs `{writes_with}`: without it nothing is written");
        Err(Usage { message, hint: format!("remove `{option}`") })
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<T>) -> Result<T> {
        let (store, wait) = (self.store()?, self.wait);
        let mut inbox = match self.as_of {
            Some(point) => Inbox::open_as_of(store, wait, point)?,
            None => Inbox::open_for_reading(store, wait)?,
        };
        let (value, notes) = inbox
            .read(self.phones(), self.ui.times.clock().now(), |reader| Ok((work(reader)?, reader.take_notes())))?;
        for note in notes {
            self.ui.note(&format!("note: {note}"));
        }
        Ok(value)
    }

    /// Reads one item from the store and prints it.
    pub(super) fn show<T: Printable>(
        &self,
        work: impl FnOnce(&mut InboxReader<'_>) -> inbox::Result<T>,
    ) -> Result<Outcome> {
        self.ui.print(&self.read(work)?)?;
        Ok(Outcome::Done)
    }

    /// Shows one item, or each of several below each other or as a list.
    pub(super) fn show_each<T: Row>(
        &self,
        targets: &Targets,
        show: fn(&mut InboxReader<'_>, &Target) -> inbox::Result<T>,
    ) -> Result<Outcome> {
        let targets = match targets {
            Targets::One(target) => return self.show(|reader| show(reader, target)),
            Targets::Several(targets) => targets,
        };
        let mut cards = self.ui.begin_cards(T::PLURAL);
        self.read(|reader| reader.show_each(targets, show, &mut |item| cards.row(&item)))?;
        cards.finish(None)?;
        Ok(Outcome::Done)
    }

    /// Reads a list from the store and prints it row by row.
    pub(super) fn list<T: Row + 'static>(
        &self,
        args: &ListArgs,
        work: impl FnOnce(&mut InboxReader<'_>, &mut ListWriter<'_, T>) -> inbox::Result<Option<u64>>,
    ) -> Result<Outcome> {
        let layout = args.layout(&T::keys(), self.ui.format)?;
        let mut page = if args.ids { self.ui.begin_ids(layout) } else { self.ui.begin_list(layout) };
        let total = self.read(|reader| work(reader, &mut page))?;
        page.finish(total)?;
        Ok(Outcome::Done)
    }

    /// Whether a path leads to the store or to a file that SQLite keeps beside it.
    pub(super) fn is_of_store(&self, path: &Path) -> bool {
        let Some(store) = &self.store else { return false };
        ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
            let mut file = store.clone().into_os_string();
            file.push(ending);
            same_place(path, Path::new(&file))
        })
    }
}

/// The request with the members and teams that are meant.
pub(super) fn named(inbox: &Session<'_>, request: &Request<String, String>) -> inbox::Result<Request<Email, TeamName>> {
    request.try_map(&mut (), |(), member| inbox.named_member(member), |(), team| team_name(team))
}
