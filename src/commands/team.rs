//! `team …`

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use super::arguments::{Minutes, codes, non_blank, team_name};
use super::export::ExportArgs;
use super::import::ImportFileArgs;
use super::list_args::ListArgs;
use super::{Context, Outcome};
use crate::formats::columns;
use crate::inbox::{self, ImportKind, NewTeam, Session, TeamChanges};
use crate::model::{Email, Request, Strategy, TeamName, shell_line};

/// Teams are named by their name, in any case and without accents. When a flow assigns a conversation to a team, the team's
/// strategy chooses one of its active members.
#[derive(Debug, Subcommand)]
#[command(after_long_help = "Examples:
  inboxctl team add Sales --member ana@acme.example --member luis@acme.example
  inboxctl team show Sales")]
pub enum TeamCommand {
    /// Add a team
    #[command(after_long_help = "Examples:
  inboxctl team add Sales --member ana@acme.example --member luis@acme.example
  inboxctl team add Night --strategy default-agent \\
      --default-agent eva@acme.example")]
    Add {
        /// Name of the team
        name: String,
        /// How the team chooses a member
        ///
        /// `round-robin`: members take turns; `least-busy`: the member with the fewest active conversations;
        /// `default-agent`: always the default agent.
        #[arg(long, default_value = "round-robin", value_parser = codes::<Strategy>())]
        strategy: Strategy,
        /// Agent used by the default-agent strategy (may be outside the team)
        #[arg(long, value_name = "MEMBER")]
        default_agent: Option<String>,
        /// Minutes until no answer is overdue, or `none`
        ///
        /// A new conversation whose chosen member has not answered for this long is overdue, and `inboxctl
        /// conversation reassign-overdue` assigns another member.
        #[arg(long, value_name = "MINUTES")]
        reassign_after: Option<Minutes>,
        /// Member, in the order of the rotation (can be repeated)
        #[arg(long = "member", value_name = "MEMBER")]
        members: Vec<String>,
    },
    /// Import teams with their members from a CSV file or workbook
    ///
    /// The file has a header line with `team` and `member`, and one row per member in the team's order;
    /// `strategy`, `default_agent` and `reassign_after` are optional, on any row of the team. Each team gets exactly the members
    /// of the file. Teams not in the file don't change. The output of `inboxctl team list --format csv`, with
    /// all members of a team in one row, can be imported too.
    #[command(after_long_help = "Examples:
  inboxctl team import teams.csv --dry-run
  inboxctl team export --output teams.csv              # can be imported")]
    Import(ImportFileArgs),
    /// Export teams with their members
    ///
    /// Writes one row per member of a team, in the team's order. `inboxctl team import` takes it back unchanged,
    /// after the members: `inboxctl member export`.
    #[command(after_long_help = "Examples:
  inboxctl team export --output teams.xlsx
  inboxctl team export > teams.csv")]
    Export(ExportArgs),
    /// List teams
    #[command(after_long_help = "Examples:
  inboxctl team list")]
    List(ListArgs),
    /// Show a team
    #[command(after_long_help = "Examples:
  inboxctl team show Sales --json")]
    Show(TeamArgs),
    /// Change a team's name, strategy or order
    ///
    /// With another order, the rotation continues behind the member who was picked last.
    #[command(override_usage = "inboxctl team update [OPTIONS] <NAME>")]
    #[command(group = ArgGroup::new("changes").required(true).multiple(true).args(["strategy", "default_agent", "reassign_after", "rename", "order"]))]
    #[command(after_long_help = "Examples:
  inboxctl team update Sales --strategy least-busy
  inboxctl team update Sales --reassign-after 15     # minutes; none for never
  inboxctl team update Sales --default-agent ''      # clears it
  inboxctl team update Sales --order luis@acme.example,ana@acme.example")]
    Update {
        /// Name of the team
        name: String,
        /// How the team chooses a member
        #[arg(long, value_parser = codes::<Strategy>())]
        strategy: Option<Strategy>,
        /// Agent used by the default-agent strategy; empty clears it
        #[arg(long, value_name = "MEMBER")]
        default_agent: Option<String>,
        /// Minutes until no answer is overdue, or `none`
        #[arg(long, value_name = "MINUTES")]
        reassign_after: Option<Minutes>,
        /// New name
        #[arg(long, value_name = "NAME")]
        rename: Option<String>,
        /// All members of the team in their new order, comma-separated
        #[arg(long, value_name = "MEMBER", value_delimiter = ',')]
        order: Option<Vec<String>>,
    },
    /// Remove a team without conversations
    #[command(after_long_help = "Examples:
  inboxctl team remove Sales")]
    Remove(TeamArgs),
    /// Add members to a team, at the end of its order
    #[command(after_long_help = "Examples:
  inboxctl team join Sales eva@acme.example")]
    Join(TeamMembersArgs),
    /// Remove members from a team; the rotation does not change
    #[command(after_long_help = "Examples:
  inboxctl team leave Sales eva@acme.example")]
    Leave(TeamMembersArgs),
}

#[derive(Debug, Args)]
pub struct TeamArgs {
    /// Name of the team
    name: String,
}

#[derive(Debug, Args)]
pub struct TeamMembersArgs {
    /// Name of the team
    name: String,
    /// Members of the team: emails, names, or parts before `@`
    #[arg(required = true, value_name = "MEMBER")]
    members: Vec<String>,
}

impl TeamMembersArgs {
    fn read(&self, command: &str, inbox: &Session<'_>) -> inbox::Result<(TeamName, Vec<Email>)> {
        let members = inbox.named_members(&self.members).map_err(|error| match self.quoted(command, inbox) {
            Some(hint) => error.with_hint(hint),
            None => error,
        })?;
        Ok((team_name(&self.name)?, members))
    }

    /// The hint to quote the name of a team whose other words were taken for members.
    fn quoted(&self, command: &str, inbox: &Session<'_>) -> Option<String> {
        let words: Vec<_> = [&self.name].into_iter().chain(&self.members).map(String::as_str).collect();
        (2..words.len()).find_map(|length| {
            let (name, members) = words.split_at(length);
            let name = inbox.team(&team_name(&name.join(" ")).ok()?).ok()?.name;
            let line = shell_line([name.as_str()].iter().chain(members));
            Some(format!("quote the name: `inboxctl team {command} {line}`"))
        })
    }
}

impl TeamCommand {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        match self {
            Self::Add { name, strategy, default_agent, reassign_after, members } => {
                let name = team_name(name)?;
                change_team(context, &name, |inbox| {
                    let agent = default_agent.as_deref().and_then(non_blank);
                    inbox.add_team(&NewTeam {
                        name: name.clone(),
                        strategy: *strategy,
                        default_agent: agent.as_deref().map(|agent| inbox.named_member(agent)).transpose()?,
                        reassign_after: reassign_after.and_then(|Minutes(minutes)| minutes),
                        members: inbox.named_members(members)?,
                    })
                })
            }
            Self::Export(args) => args.run(context, |reader, write| reader.teams(write).map(drop)),
            Self::List(args) => context.list(args, |reader, page| reader.teams(&mut |team| page.row(&team))),
            Self::Import(file) => file.import_directory(context, columns::TEAMS, ImportKind::Teams(file.on_error)),
            Self::Show(args) => context.show(|reader| reader.team(&team_name(&args.name)?)),
            Self::Update { name, strategy, default_agent, reassign_after, rename, order } => {
                let (name, new_name) = (team_name(name)?, rename.as_deref().map(team_name).transpose()?);
                change_team(context, new_name.as_ref().unwrap_or(&name), |inbox| {
                    let agent =
                        |text: &String| non_blank(text).as_deref().map(|agent| inbox.named_member(agent)).transpose();
                    let default_agent = default_agent.as_ref().map(agent).transpose()?;
                    let order = order.as_ref().map(|order| inbox.named_members(order)).transpose()?;
                    let reassign_after = reassign_after.map(|Minutes(minutes)| minutes);
                    let (name_after, strategy) = (new_name.clone(), *strategy);
                    let changes = TeamChanges { name: name_after, strategy, default_agent, reassign_after, order };
                    inbox.update_team(&name, &changes)
                })
            }
            Self::Remove(args) => context.request(None, &Request::RemoveTeam { team: args.name.clone() }),
            Self::Join(args) => context.change(|inbox| {
                let (name, members) = args.read("join", inbox)?;
                inbox.join_team(&name, &members)
            }),
            Self::Leave(args) => context.change(|inbox| {
                let (name, members) = args.read("leave", inbox)?;
                inbox.leave_team(&name, &members)
            }),
        }
    }
}

/// Changes a team, and warns if it has the default-agent strategy and no default agent.
fn change_team(
    context: &Context,
    name: &TeamName,
    work: impl FnOnce(&mut Session<'_>) -> inbox::Result<()>,
) -> Result<Outcome> {
    let mut is_idle = false;
    let outcome = context.change(|inbox| {
        work(inbox)?;
        let team = inbox.team(name)?;
        is_idle = team.strategy == Strategy::DefaultAgent && team.default_agent.is_none();
        Ok(())
    })?;
    if is_idle {
        let hint = "warning: the team assigns no member until it has a default agent: set it with `--default-agent`";
        context.ui.note(hint);
    }
    Ok(outcome)
}
