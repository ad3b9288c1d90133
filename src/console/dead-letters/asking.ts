/**
 * The question before a redrive: its dialog opens at once, shows what was planned, and lets the person choose whether
 * one message goes first, how fast, and who gets events that do not say for whom they are.
 */
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { NamedFunction } from '../../domain/dead-letters/mechanism.ts';
import { parseFunctionName } from '../../domain/function-name.ts';
import { moveAtRate, selectionAtRate } from '../../operations/redrive/at-rate.ts';
import type { PreparedSelection } from '../../operations/redrive/prepare.ts';
import type { Dialogs } from '../dialogs.ts';
import {
  type AskedRedrive,
  askingContent,
  CANCEL,
  endingContent,
  FUNCTION,
  LOOK,
  PROBE,
  preparingContent,
  pricedContent,
  RATE,
  REDRIVE,
} from './asking-content.ts';
import type { RedrivePlan } from './plan-sections.ts';

/** A plan at the usual rate, with what is held for it. */
export interface Prepared {
  readonly asked: RedrivePlan;
  readonly selection: PreparedSelection | null;
}

/** What was agreed to. */
export interface Agreed {
  readonly prepared: Prepared;
  /** One message goes first. */
  readonly probe: boolean;
}

/** What asking needs. */
export interface AskingTools {
  readonly dialogs: Dialogs;
  /** What planning costs, to be agreed to before; null when it need not be. */
  readonly price: readonly string[] | null;
  /** Plans, and tells what it is doing; what it holds is given back by whoever has no use for it. */
  readonly prepare: (
    named: NamedFunction | null,
    onStep: (words: string) => void,
    signal: AbortSignal,
  ) => Promise<Prepared>;
  /** The last four digits of the account where the queue is protected, else null. */
  readonly digitsFor: (account: string) => string | null;
  /** A command line can mean the same messages. */
  readonly hasLine: boolean;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Asks; null when it was called off. Rejects with an AppError when nothing could be planned. Nothing is held then. */
export function askRedrive(title: string, tools: AskingTools): Promise<Agreed | null> {
  return new Question(title, tools).ask();
}

class Question {
  readonly #title: string;
  readonly #tools: AskingTools;
  readonly #calledOff = new AbortController();
  readonly #signal: AbortSignal;
  readonly #decided = Promise.withResolvers<boolean>();
  #prepared: Prepared | null = null;
  #asked: AskedRedrive = { probe: true, ratePerS: null, named: null };
  #isPlanning = false;
  /** What planning is doing. */
  #step: string | null = null;

  constructor(title: string, tools: AskingTools) {
    this.#title = title;
    this.#tools = tools;
    this.#signal = AbortSignal.any([this.#calledOff.signal, tools.signal]);
  }

  async ask(): Promise<Agreed | null> {
    const { price } = this.#tools;
    const handle = this.#tools.dialogs.open({
      content: price === null ? preparingContent(this.#title, null) : pricedContent(this.#title, price),
      onCancel: () => callOff(),
      onChoose: (choice, value) => {
        if (choice === PROBE) this.#asked = { ...this.#asked, probe: value === 'yes' };
        if (choice === RATE) this.#asked = { ...this.#asked, ratePerS: Number(value) || null };
        show();
      },
      onEnter: (_, text) => name(text),
      onPress: (button, typed) => {
        if (button === CANCEL) {
          callOff();
          return;
        }
        if (button === LOOK) {
          plan();
          return;
        }
        const meant = typed[FUNCTION] ?? '';
        // Another function was typed than the one that is planned and shown.
        if (button === REDRIVE && meant !== '' && meant !== this.#named()) name(meant);
        else this.#decided.resolve(button === REDRIVE);
      },
    });
    /** A second time: nobody has to watch the messages being given back. */
    const callOff = (): void => {
      if (this.#calledOff.signal.aborted) handle.close();
      else this.#decided.resolve(false);
    };
    const show = (): void => handle.update(this.#content());
    const plan = (): void => void this.#plan(show).catch(this.#decided.reject);
    const name = (text: string): void => {
      if (this.#isPlanning) return;
      try {
        const { name, qualifier } = parseFunctionName(text);
        this.#asked = { ...this.#asked, named: { name, qualifier } };
      } catch (thrown) {
        handle.note(toAppError(thrown).message);
        return;
      }
      plan();
    };
    this.#signal.addEventListener('abort', () => this.#decided.resolve(false), { once: true });
    try {
      if (price === null) plan();
      const goesOn = await this.#decided.promise;
      const prepared = this.#atRate();
      if (goesOn && prepared) return { prepared, probe: this.#asked.probe };
      this.#calledOff.abort(new AppError('interrupted', 'Called off.'));
      // Thousands take a few seconds.
      if (this.#prepared?.selection) handle.update(endingContent(this.#title));
      await this.#prepared?.selection?.close();
      return null;
    } catch (thrown) {
      if (this.#tools.signal.aborted) return null;
      throw thrown;
    } finally {
      handle.close();
    }
  }

  /** Plans for whom is named now. What was held for the plan before is given back first: it would not be seen. */
  async #plan(show: () => void): Promise<void> {
    this.#isPlanning = true;
    const former = this.#prepared;
    this.#prepared = null;
    show();
    await former?.selection?.close();
    const onStep = (words: string): void => {
      this.#step = words;
      show();
    };
    const prepared = await this.#tools.prepare(this.#asked.named, onStep, this.#signal).catch((thrown) => {
      if (this.#signal.aborted) return null;
      throw thrown;
    });
    this.#isPlanning = false;
    this.#step = null;
    if (this.#signal.aborted) {
      await prepared?.selection?.close();
      return;
    }
    this.#prepared = prepared;
    show();
  }

  #named(): string | null {
    const { named } = this.#asked;
    return named && functionText(named);
  }

  /** What was planned, as fast as was chosen. Nothing has to be read for it again. */
  #atRate(): Prepared | null {
    const { ratePerS } = this.#asked;
    if (!this.#prepared || ratePerS === null) return this.#prepared;
    const { asked, selection } = this.#prepared;
    if (asked.by === 'sqs')
      return { selection, asked: { by: 'sqs', plan: moveAtRate(asked.plan, ratePerS) } };
    if (!selection) return this.#prepared;
    const faster = selectionAtRate(selection, ratePerS);
    return { selection: faster, asked: { by: 'one', plan: faster.plan } };
  }

  #content() {
    const prepared = this.#atRate();
    if (!prepared || !this.#prepared) return preparingContent(this.#title, this.#step);
    const { account } = prepared.asked.plan.place;
    const isRefused = this.#prepared.asked.plan.refusal !== null;
    const { hasLine } = this.#tools;
    const digits = this.#tools.digitsFor(account);
    return askingContent(this.#title, prepared.asked, this.#asked, { digits, hasLine, isRefused });
  }
}

/** `NAME` or `NAME:QUALIFIER`. */
export function functionText({ name, qualifier }: NamedFunction): string {
  return qualifier === null ? name : `${name}:${qualifier}`;
}
