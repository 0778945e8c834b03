//! `owner distribute` and `owner rebalance`

use anyhow::Result;
use clap::Args;

use super::arguments::count;
use super::context::named;
use super::targets::Targets;
use super::{Context, Outcome};
use crate::inbox::{self, Bulk, PlanSpace, Session};
use crate::model::{MemberWeight, OwnerDistribution, OwnerRebalance, Participants, Request};

pub(super) const DISTRIBUTE_EXAMPLES: &str = "Examples:
  inboxctl owner distribute --team Sales --dry-run
  inboxctl owner distribute --from eva --to ana,luis --weight ana=2
  inboxctl contact list --account acme --unowned --ids | \\
      inboxctl owner distribute - --to ana,luis --max 200";

pub(super) const REBALANCE_EXAMPLES: &str = "Examples:
  inboxctl owner rebalance --team Sales --dry-run
  inboxctl owner rebalance --among ana,luis,eva --weight eva=2 --max-moves 50
  inboxctl owner rebalance --team Sales --keep-accounts-together";

#[derive(Debug, Args)]
pub struct DistributeArgs {
    /// Only these contacts: phone numbers or `external-id:ID`; - reads a list from stdin
    #[arg(id = "contact", value_name = "CONTACT")]
    contacts: Vec<String>,
    /// Members who get contacts, comma-separated
    #[arg(
        long,
        value_name = "MEMBER",
        value_delimiter = ',',
        required_unless_present = "team",
        conflicts_with = "team"
    )]
    to: Vec<String>,
    /// Active members of this team get contacts
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Distribute this member's contacts
    #[arg(long, value_name = "MEMBER")]
    from: Option<String>,
    /// Only contacts of this account, in any case
    #[arg(long)]
    account: Option<String>,
    /// Most contacts that a member may own
    #[arg(long, value_name = "N", value_parser = count::<u64>)]
    max: Option<u64>,
    #[command(flatten)]
    weights: WeightArgs,
    /// Look at the first N contacts only
    #[arg(long, value_name = "N", value_parser = count::<u64>)]
    limit: Option<u64>,
}

#[derive(Debug, Args)]
pub struct RebalanceArgs {
    /// Members to even out, comma-separated
    #[arg(
        long,
        value_name = "MEMBER",
        value_delimiter = ',',
        required_unless_present = "team",
        conflicts_with = "team"
    )]
    among: Vec<String>,
    /// Even out the active members of this team
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    #[command(flatten)]
    weights: WeightArgs,
    /// Move contacts of one account together
    ///
    /// A member's contacts of one account move all or none. The numbers may then stay less even.
    #[arg(long)]
    keep_accounts_together: bool,
    /// Move at most N contacts
    #[arg(long, value_name = "N", value_parser = count::<u64>)]
    max_moves: Option<u64>,
}

#[derive(Debug, Args)]
struct WeightArgs {
    /// Weight of a member, 1 by default (repeatable)
    ///
    /// A member with weight 2 should own twice as many contacts as one with weight 1, counting those owned already.
    /// Can be repeated.
    #[arg(long = "weight", value_name = "MEMBER=N", value_parser = weight)]
    weights: Vec<MemberWeight<String>>,
}

fn weight(text: &str) -> Result<MemberWeight<String>, String> {
    let read = text.rsplit_once('=').and_then(|(member, weight)| Some((member.trim(), weight.trim().parse().ok()?)));
    let (member, weight) = read.ok_or("expected MEMBER=N with a whole number, for example `ana=2`")?;
    Ok(MemberWeight { member: member.to_owned(), weight })
}

fn participants(members: &[String], team: Option<&String>) -> Participants<String, String> {
    team.map_or_else(|| Participants::Members(members.to_vec()), |team| Participants::Team(team.clone()))
}

impl DistributeArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let listed = if self.contacts.is_empty() { None } else { Some(Targets::contacts(&self.contacts)?) };
        let distribution = OwnerDistribution {
            contacts: None,
            to: participants(&self.to, self.team.as_ref()),
            from: self.from.clone(),
            account: self.account.clone(),
            max: self.max,
            weights: self.weights.weights.clone(),
            limit: self.limit,
        };
        context.plan(|session| {
            let contacts = listed.as_ref().map(|listed| session.named_contacts(listed.all())).transpose()?;
            Ok(Request::DistributeOwners(OwnerDistribution { contacts, ..distribution }))
        })
    }
}

impl RebalanceArgs {
    pub(super) fn run(&self, context: &Context) -> Result<Outcome> {
        let rebalance = OwnerRebalance {
            among: participants(&self.among, self.team.as_ref()),
            weights: self.weights.weights.clone(),
            keep_accounts_together: self.keep_accounts_together,
            max_moves: self.max_moves,
        };
        context.plan(|_| Ok(Request::RebalanceOwners(rebalance)))
    }
}

impl Context {
    /// Makes a request about the contacts of several members, and prints its effects.
    fn plan(&self, request: impl FnOnce(&Session<'_>) -> inbox::Result<Request<String, String>>) -> Result<Outcome> {
        let mut stream = self.ui.effects();
        let mut progress = self.ui.progress(Some(0), stream.is_on());
        let folder = self.scratch();
        let changed = self.change_and_list(Bulk::Yes, &mut stream, |session| {
            let request = named(session, &request(session)?)?;
            session.request_in(PlanSpace { folder, progress: Some(&mut progress) }, &request)
        });
        progress.finish();
        self.finish_change(&changed?, stream)
    }
}
