/**
 * The life of one change in the console: asked in a dialog, planned by fresh reads, confirmed, applied, its end
 * told. Whatever happens to the dialog meanwhile, what was begun is told to its end.
 */
import { toAppError } from '../../domain/app-error.ts';
import { type Findings, NOTHING_FOUND } from '../../domain/blast-radius/findings.ts';
import { isAlreadySo, type Plan, type Target } from '../../domain/changes/plan.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Fact } from '../../domain/dialog/content.ts';
import { type BlastSources, gatherFindings } from '../../operations/blast-radius.ts';
import type { Operations } from '../../operations/operations.ts';
import type { DialogHandle, Dialogs } from '../dialogs.ts';
import { type Asked, amountField, askedFirst, requestOf, withAmount, withChoice } from './asked.ts';
import {
  type AskingInputs,
  askingContent,
  CANCEL,
  CAP_INSTEAD,
  CONFIRM,
  PAUSE_INSTEAD,
  type Subject,
} from './asking-content.ts';
import type { LeftOut } from './result-words.ts';

/** What a change needs of its session and of the console. */
export interface ChangeTools {
  readonly dialogs: Dialogs;
  readonly operations: Operations;
  readonly sources: BlastSources;
  readonly clock: Clock;
  /** Where it is changed, for a person. */
  readonly where: string;
  /** Names of all functions of the account that are known. */
  readonly names: () => readonly string[];
  /** The last four digits of the account the plans are for, where one of the targets is protected; else null. */
  readonly digitsFor: (targets: readonly Target[], account: string | null) => string | null;
  /** What is known of a target before anything is read. */
  readonly preview: (target: Target) => readonly Fact[];
  /** Applies what was confirmed, and tells its end; `left` is what cannot be done. */
  readonly run: (plans: readonly Plan[], left: readonly LeftOut[]) => void;
  /** Has the journal note what is owed no more, of a plan that changes nothing. */
  readonly note: (plan: Plan) => void;
}

/** Opens the dialog of a change. */
export function openChangeDialog(asked: Asked, targets: readonly Target[], tools: ChangeTools): void {
  new ChangeDialog(asked, targets, tools).open();
}

class ChangeDialog {
  #asked: Asked;
  readonly #tools: ChangeTools;
  #subjects: readonly Subject[];
  #sources: readonly string[] = [];
  #handle: DialogHandle | null = null;
  /** Ends the reading for the dialog. */
  readonly #reading = new AbortController();
  /** Ends the planning that another choice has made useless. */
  #planning = new AbortController();

  constructor(asked: Asked, targets: readonly Target[], tools: ChangeTools) {
    this.#asked = asked;
    this.#tools = tools;
    const findings = asked.kind === 'kill' ? NOTHING_FOUND : null;
    this.#subjects = targets.map((target) => ({ target, plan: null, error: null, findings }));
  }

  open(): void {
    this.#handle = this.#tools.dialogs.open({
      content: askingContent(this.#inputs()),
      onChoose: (choice, value) => this.#ask(withChoice(this.#asked, choice, value)),
      onEnter: (_, text) => this.#enterAmount(text),
      onPress: (button, typed) => this.#press(button, typed),
      onCancel: () => this.#close(),
    });
    void this.#plan();
    if (this.#asked.kind === 'kill') this.#findOut();
    if (this.#asked.kind === 'pause') void this.#findSources();
  }

  #inputs(): AskingInputs {
    const [only, another] = this.#subjects;
    return {
      asked: this.#asked,
      subjects: this.#subjects,
      where: this.#tools.where,
      siblings: this.#tools.names(),
      digits: this.#tools.digitsFor(
        this.#subjects.map(({ target }) => target),
        this.#subjects.find(({ plan }) => plan)?.plan?.place.account ?? null,
      ),
      sources: this.#sources,
      preview: only && !another ? this.#tools.preview(only.target) : [],
    };
  }

  #show(): void {
    this.#handle?.update(askingContent(this.#inputs()));
  }

  #close(): void {
    this.#reading.abort();
    this.#planning.abort();
    this.#handle?.close();
  }

  #ask(asked: Asked): void {
    this.#asked = asked;
    void this.#plan();
  }

  #setSubject(arn: string, change: Partial<Subject>): void {
    this.#subjects = this.#subjects.map((subject) =>
      subject.target.arn === arn ? { ...subject, ...change } : subject,
    );
    this.#show();
  }

  /** Plans every target afresh; the plans of another choice are worth nothing any more. */
  async #plan(): Promise<void> {
    this.#planning.abort();
    const planning = new AbortController();
    this.#planning = planning;
    this.#subjects = this.#subjects.map((subject) => ({ ...subject, plan: null, error: null }));
    this.#show();
    await Promise.all(this.#subjects.map((subject) => this.#planOne(subject.target, planning.signal)));
    if (!planning.signal.aborted) this.#turnToResume();
  }

  async #planOne(target: Target, signal: AbortSignal): Promise<void> {
    const request = requestOf(this.#asked, target);
    if (!request) return;
    try {
      const plan = await this.#tools.operations.plan(request, signal);
      if (signal.aborted) return;
      this.#setSubject(target.arn, { plan });
      // There is nothing to agree to: AWS stays as it is.
      if (isAlreadySo(plan) && plan.paid.length > 0) this.#tools.note(plan);
    } catch (thrown) {
      if (!signal.aborted) this.#setSubject(target.arn, { error: toAppError(thrown) });
    }
  }

  /** One key pauses and resumes: where there is nothing left to pause, resuming is meant. */
  #turnToResume(): void {
    if (this.#asked.kind !== 'pause' || this.#asked.source !== null) return;
    const isAllPaused = this.#subjects.every(({ plan }) => plan !== null && isAlreadySo(plan));
    if (isAllPaused) this.#ask({ kind: 'resume', source: null });
  }

  #findOut(): void {
    for (const { target } of this.#subjects) {
      const tell = (findings: Findings): void => this.#setSubject(target.arn, { findings });
      void gatherFindings(target.arn, this.#tools.sources, {
        signal: this.#reading.signal,
        onChange: tell,
      }).then((findings) => {
        if (!this.#reading.signal.aborted) tell(findings);
      });
    }
  }

  async #findSources(): Promise<void> {
    const [only, another] = this.#subjects;
    if (!only || another) return;
    const mappings = await this.#tools.sources.changes
      .eventSourceMappings(only.target.arn, this.#reading.signal)
      .catch(() => []);
    if (this.#reading.signal.aborted) return;
    this.#sources = mappings.flatMap(({ sourceArn }) => sourceArn ?? []);
    this.#show();
  }

  #enterAmount(text: string): void {
    const next = withAmount(this.#asked, text);
    if (typeof next === 'string') {
      this.#handle?.note(next);
      return;
    }
    this.#ask(next);
    // The plan is there to be read first: another Enter leaves everything as it is.
    this.#handle?.focus(CANCEL);
  }

  #press(button: string, typed: Readonly<Record<string, string>>): void {
    const targets = this.#subjects.map(({ target }) => target);
    if (button === CANCEL) {
      this.#close();
    } else if (button === PAUSE_INSTEAD || button === CAP_INSTEAD) {
      this.#close();
      openChangeDialog(askedFirst(button === PAUSE_INSTEAD ? 'pause' : 'reserve'), targets, this.#tools);
    } else if (button === CONFIRM) {
      this.#confirm(typed);
    }
  }

  #confirm(typed: Readonly<Record<string, string>>): void {
    const amount = amountField(this.#asked);
    const meant = amount ? withAmount(this.#asked, typed[amount.id] ?? '') : this.#asked;
    if (typeof meant === 'string') {
      this.#handle?.note(meant);
      return;
    }
    // Another amount was typed than the one that is planned and shown.
    if (JSON.stringify(meant) !== JSON.stringify(this.#asked)) {
      this.#enterAmount(typed[amount?.id ?? ''] ?? '');
      return;
    }
    if (this.#subjects.some(({ plan, error }) => plan === null && error === null)) return;
    const plans = this.#subjects.flatMap(({ plan }) => (plan && plan.refusal === null ? [plan] : []));
    const left = this.#subjects.flatMap(({ target: { name }, plan, error }): LeftOut[] => {
      const reason = plan?.refusal?.message ?? error?.message;
      return reason === undefined ? [] : [{ name, reason }];
    });
    if (plans.length === 0) return;
    this.#close();
    this.#tools.run(plans, left);
  }
}
