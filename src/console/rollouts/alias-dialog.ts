/**
 * The life of a dialog about an alias's traffic: asked, planned by fresh reads, confirmed. What is asked and what a
 * yes does is the business of a `AliasQuestion`.
 */
import { type AppError, toAppError } from '../../domain/app-error.ts';
import type { Plan } from '../../domain/changes/plan.ts';
import type { Choice, Section } from '../../domain/dialog/content.ts';
import { accountDigits } from '../../domain/protection/rules.ts';
import type { AwsAccount } from '../../gateways/gateways.ts';
import type { DialogHandle, Dialogs } from '../dialogs.ts';
import { aliasContent, CANCEL, CONFIRM, TYPED } from './alias-content.ts';

/** What is to be done, as far as it was chosen; a plain value that each answer replaces. */
export interface AliasQuestion<Asked> {
  readonly title: string;
  /** Label of the button that does it. */
  readonly yes: string;
  readonly isWayBack: boolean;
  /** There is more to it than the first change, which may have been made already. */
  readonly goesOn: boolean;
  /** What is asked at first. */
  readonly asked: Asked;
  /** Reads what there is to choose from; the question as it stands then. Null = nothing is read. */
  readonly load: ((asked: Asked, signal: AbortSignal) => Promise<Asked>) | null;
  /** Null while something is still to be typed. */
  readonly plan: (asked: Asked, signal: AbortSignal) => Promise<Planned> | null;
  /** After a plan was refused: what to ask instead; null = nothing. */
  readonly instead: (asked: Asked, plan: Plan) => Asked | null;
  readonly choices: (asked: Asked, plan: Plan | null) => readonly Choice[];
  readonly choose: (asked: Asked, choice: string, value: string) => Asked;
  /** What is to be typed now; null = nothing. */
  readonly prompt: (asked: Asked) => string | null;
  /** What was typed; a sentence when it is wrong. */
  readonly typed: (asked: Asked, text: string) => Asked | string;
  /** The deployment that is to be broken; null = none. */
  readonly override: (asked: Asked) => string | null;
  readonly sections: (asked: Asked) => readonly Section[];
}

/** A plan, and what a yes does. */
export interface Planned {
  readonly plan: Plan;
  readonly confirm: () => void;
}

/** What these dialogs need of the console. */
export interface AliasDialogTools {
  readonly dialogs: Dialogs;
  readonly access: AwsAccount['access'];
  /** Where it is changed, for a person. */
  readonly where: () => string;
}

/** Opens it. */
export function openAliasDialog<Asked>(question: AliasQuestion<Asked>, tools: AliasDialogTools): void {
  new AliasDialog(question, tools).open();
}

class AliasDialog<Asked> {
  readonly #question: AliasQuestion<Asked>;
  readonly #tools: AliasDialogTools;
  #asked: Asked;
  #planned: Planned | null = null;
  #error: AppError | null = null;
  #isLoading: boolean;
  /** Something is still to be typed before a plan can be made. */
  #isWaiting = false;
  #handle: DialogHandle | null = null;
  readonly #reading = new AbortController();
  /** Ends the planning that another answer has made useless. */
  #planning = new AbortController();

  constructor(question: AliasQuestion<Asked>, tools: AliasDialogTools) {
    this.#question = question;
    this.#tools = tools;
    this.#asked = question.asked;
    this.#isLoading = question.load !== null;
  }

  open(): void {
    this.#handle = this.#tools.dialogs.open({
      content: this.#content(),
      onChoose: (choice, value) => this.#ask(this.#question.choose(this.#asked, choice, value)),
      onEnter: (field, text) => this.#enter(field, text),
      onPress: (button, typed) => this.#press(button, typed),
      onCancel: () => this.#close(),
    });
    void this.#load().then(() => this.#plan());
  }

  #content() {
    const { title, yes, isWayBack, goesOn, choices, prompt, override, sections } = this.#question;
    const plan = this.#planned?.plan ?? null;
    return aliasContent({
      title,
      yes,
      isWayBack,
      goesOn,
      where: this.#tools.where(),
      plan,
      error: this.#error,
      isReading: this.#isLoading || (plan === null && this.#error === null && !this.#isWaiting),
      sections: sections(this.#asked),
      choices: choices(this.#asked, plan),
      prompt: prompt(this.#asked),
      override: override(this.#asked),
      digits: this.#digits(plan),
    });
  }

  #digits(plan: Plan | null): string | null {
    if (plan === null || this.#tools.access.protectedBy(plan.target.name) === null) return null;
    return accountDigits(plan.place.account);
  }

  #show(): void {
    this.#handle?.update(this.#content());
  }

  #close(): void {
    this.#reading.abort();
    this.#planning.abort();
    this.#handle?.close();
  }

  async #load(): Promise<void> {
    const { load } = this.#question;
    if (load === null) return;
    const { signal } = this.#reading;
    try {
      this.#asked = await load(this.#asked, signal);
    } catch (thrown) {
      this.#error = toAppError(thrown);
    }
    this.#isLoading = false;
    if (!signal.aborted) this.#show();
  }

  #ask(asked: Asked): void {
    this.#asked = asked;
    this.#error = null;
    void this.#plan();
  }

  async #plan(): Promise<void> {
    if (this.#reading.signal.aborted || this.#error !== null) return;
    this.#planning.abort();
    const planning = new AbortController();
    this.#planning = planning;
    this.#planned = null;
    const making = this.#question.plan(this.#asked, planning.signal);
    this.#isWaiting = making === null;
    this.#show();
    if (making === null) return;
    try {
      const planned = await making;
      if (planning.signal.aborted) return;
      this.#planned = planned;
    } catch (thrown) {
      if (planning.signal.aborted) return;
      this.#error = toAppError(thrown);
    }
    const { refusal } = this.#planned?.plan ?? {};
    const instead = refusal && this.#planned ? this.#question.instead(this.#asked, this.#planned.plan) : null;
    if (instead !== null && instead !== undefined) this.#ask(instead);
    else this.#show();
  }

  #enter(field: string, text: string): void {
    if (field !== TYPED) return;
    const asked = this.#question.typed(this.#asked, text);
    if (typeof asked === 'string') {
      this.#handle?.note(asked);
      return;
    }
    this.#ask(asked as Asked);
    // The plan is there to be read first: another Enter leaves everything as it is.
    this.#handle?.focus(CANCEL);
  }

  #press(button: string, typed: Readonly<Record<string, string>>): void {
    if (button === CANCEL) this.#close();
    if (button !== CONFIRM || this.#planned === null) return;
    const text = typed[TYPED];
    if (text !== undefined) {
      const asked = this.#question.typed(this.#asked, text);
      // Something else was typed than what is planned and shown.
      if (typeof asked === 'string' || JSON.stringify(asked) !== JSON.stringify(this.#asked)) {
        this.#enter(TYPED, text);
        return;
      }
    }
    const { plan, confirm } = this.#planned;
    if (plan.refusal !== null) return;
    this.#close();
    confirm();
  }
}
