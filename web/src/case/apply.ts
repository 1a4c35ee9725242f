import type { CaseView, LogLine, ServerEvent } from "../contract/wire.gen.ts";

/** The list with this entry in place of the one with the same id, or at its end. */
function placed<T extends { readonly id: string }>(list: readonly T[], entry: T): readonly T[] {
  const there = list.some((one) => one.id === entry.id);
  return there ? list.map((one) => (one.id === entry.id ? entry : one)) : [...list, entry];
}

function line(view: CaseView, event: ServerEvent): LogLine {
  const people = new Map([[view.author.id, view.author.name]]);
  for (const one of view.invitations) people.set(one.expert, one.expert_name);
  return {
    seq: event.seq,
    type: event.type,
    action: event.type === "case.moved" ? event.action : "",
    by: event.by,
    by_name: event.by === null ? "" : (people.get(event.by) ?? ""),
    at: event.at,
    detail: "",
  };
}

/** The view with what the event says, its seq left to the caller. */
function changed(view: CaseView, event: ServerEvent): CaseView {
  switch (event.type) {
    case "case.moved":
      return {
        ...view,
        state: event.state,
        clock: event.clock,
        number: event.number === "" ? view.number : event.number,
        reason: event.reason,
        reason_code: event.reason_code,
        asked: event.asked,
      };
    case "form.saved":
      return { ...view, version: event.version };
    case "invitation.changed":
      return { ...view, invitations: placed(view.invitations, event.invitation) };
    case "session.changed":
      return { ...view, sessions: placed(view.sessions, event.session) };
    case "opinion.changed":
      return { ...view, opinions: placed(view.opinions, event.opinion) };
    case "attachment.changed":
      return { ...view, attachments: placed(view.attachments, event.attachment) };
    case "study.changed": {
      const others = view.studies.filter((one) => one.study !== event.study.study);
      return { ...view, studies: [...others, event.study] };
    }
    case "message.said":
      return { ...view, messages: placed(view.messages, event.message) };
    case "outcome.reported":
      return { ...view, outcomes: [...view.outcomes, event.outcome] };
    case "consent.withdrawn":
      return { ...view, consent_withdrawn_at: event.at };
    case "case.advanced":
      return view;
  }
}

/**
 * What the screen shows after an event; "gap" when an earlier one is missing.
 *
 * The rights of the viewer (`may`) and what is missing are the server's to say: after a move
 * the caller fetches the view again at leisure, and until then shows this one.
 */
export function apply(view: CaseView, event: ServerEvent): CaseView | "gap" {
  if (event.seq <= view.seq) return view; // delivered twice
  if (event.seq > view.seq + 1) return "gap"; // the caller fetches a fresh view
  const after = changed(view, event);
  const told = event.type === "case.advanced" ? view.log : [...view.log, line(view, event)];
  return { ...after, seq: event.seq, log: told };
}
