/**
 * The console from its first frame to its end: terminal, keys, frames and session wired together. The first
 * frame is drawn before anything of AWS is loaded.
 */
import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import { supportsColor } from 'chalk';
import { render } from 'ink';
import type { ConsoleOptions } from '../cli/console-options.ts';
import { EXIT } from '../domain/app-error.ts';
import type { ScopeOptions } from '../gateways/scope.ts';
import { onVisibleChange } from '../stores/session-stores.ts';
import { type ConsoleTerminal, openTerminal } from '../ui/terminal/terminal.ts';
import { colorLevel, createTheme } from '../ui/theme.ts';
import { FrameGateContext } from '../ui/use-gated.ts';
import { App } from './App.tsx';
import { createControls } from './controls.ts';
import { createEditor } from './editor.ts';
import { leave } from './leaving.ts';
import { createSession, type Session } from './session.ts';
import { createSuspension, SuspendHandle } from './suspension.tsx';

/** How often ages on the screen advance, ms. */
const TICK_MS = 1_000;

/** When the programs of the other screens are loaded, ms after the start: the first answers of AWS come first. */
const PRELOAD_MS = 1_500;

/** How long calls that are in flight may take when the console is left, ms. */
const FINISH_MS = 3_000;

const clock = { now: () => Date.now() };

/**
 * Runs the console until it is left. Resolves with the exit code: 0 when the person quit, 130 when a signal or
 * a vanished terminal ended it. Rejects with what crashed it, after the terminal has been given back.
 */
export async function runConsole(
  options: ConsoleOptions,
  streams: ConsoleTerminal = { input: process.stdin, output: process.stdout },
): Promise<number> {
  const terminal = openTerminal(streams);
  const { gate, output } = terminal;
  const supported = supportsColor ? supportsColor.level : 0;
  const theme = createTheme(colorLevel(options.environment, supported, options.noColor));
  const ending = Promise.withResolvers<number>();

  const openSession = (scope: ScopeOptions, knownAccount: string | null = null): Session => {
    const opened = createSession({
      console: options,
      scope,
      clock,
      knownAccount,
      onFatal: ending.reject,
      onOtherAccount: (account) => replaceSession({}, account),
      lent: () => ({
        dialogs: controls.dialogs,
        say: controls.say,
        openJournal: () => controls.navigation.go('journal', []),
      }),
      editText: (...edit) => editor(...edit),
    });
    onVisibleChange(opened.stores, gate.touch);
    return opened;
  };
  /** Another scope, or another account behind the same one: nothing of the old session is carried over. */
  const replaceSession = (change: Partial<ScopeOptions>, knownAccount: string | null = null): void => {
    void session.stop();
    scope = { ...scope, ...change };
    session = openSession(scope, knownAccount);
    controls.dialogs.closeAll();
    controls.navigation.restart();
    instance.rerender(tree());
    session.start();
  };
  let scope = options.scope;
  let session = openSession(scope);

  const suspension = createSuspension(terminal);
  const editor = createEditor(suspension.lend, options.environment);
  const leaving = () => ({
    dialogs: controls.dialogs,
    changes: () => session.stores.changes,
    rollouts: () => session.stores.rollouts,
    bid: async (order: 'abort' | 'leave') => session.rollouts()?.bid(order),
    demo: options.demo,
    now: clock.now,
  });
  const controls = createControls({
    clock,
    environment: options.environment,
    logger: options.logger,
    output,
    session: () => session,
    filter: options.startScreen === 'functions' ? options.target : null,
    quit: () => leave('Quit', leaving(), () => ending.resolve(EXIT.done)),
    suspend: suspension.suspend,
    switchTo: (change) => leave('Switch', leaving(), () => replaceSession(change)),
    afterFlush: (callback) => void instance.waitUntilRenderFlush().then(() => output.whenDrained(callback)),
    theme,
  });
  controls.shell.subscribe(gate.touch);

  const tree = () => (
    <FrameGateContext value={gate}>
      <SuspendHandle suspension={suspension} />
      <App
        stores={session.stores}
        shell={controls.shell}
        theme={theme}
        screen={controls.navigation.current}
        dispatcher={controls.dispatcher}
        commandsOfScreen={controls.commandsOfScreen}
        paletteMatches={controls.paletteMatches}
        onDialogDrawn={controls.dialogs.onDrawn}
      />
    </FrameGateContext>
  );

  const release = listenForTheEnd(ending, options.crash, suspension.isLent);
  terminal.listen(controls.dispatcher.dispatch, () => ending.resolve(EXIT.interrupted));
  const instance = render(tree(), {
    stdout: output as unknown as NodeJS.WriteStream,
    stdin: streams.input as NodeJS.ReadStream,
    alternateScreen: true,
    incrementalRendering: true,
    // The gate paces frames already; a second pace of thirty would only delay some of them.
    maxFps: 60,
    exitOnCtrlC: false,
    patchConsole: false,
    // The terminal decides, not a CI variable that happens to be set.
    interactive: true,
  });
  instance.waitUntilExit().then(() => ending.resolve(EXIT.done), ending.reject);
  const ticking = setInterval(controls.tick, TICK_MS);
  const preloading = setTimeout(() => void controls.navigation.preload(), PRELOAD_MS);
  let releaseHeap = (): void => {};

  try {
    await instance.waitUntilRenderFlush();
    releaseHeap = options.keepHeapSmall();
    session.start();
    if (options.startScreen !== 'functions') {
      controls.navigation.go(options.startScreen, options.target === null ? [] : [options.target]);
    }
    return await ending.promise;
  } finally {
    clearInterval(ticking);
    clearTimeout(preloading);
    releaseHeap();
    release();
    suspension.release();
    // What was sent is waited for: the journal is to say how it ended. If it never comes, the next start finds out.
    await Promise.race([session.stop(), setTimeoutPromise(FINISH_MS, undefined, { ref: false })]);
    gate.stop();
    terminal.close();
    instance.unmount();
    await instance.waitUntilExit().catch(() => {});
    terminal.released();
  }
}

/** Signals and crashes end the console the same way: the terminal is given back first. */
function listenForTheEnd(
  ending: PromiseWithResolvers<number>,
  crash: AbortSignal,
  isLent: () => boolean,
): () => void {
  const onSignal = (signal: NodeJS.Signals): void => {
    // Typed into an editor that leaves Ctrl-C to the terminal.
    const isTyped = signal === 'SIGINT' || signal === 'SIGQUIT';
    if (!(isTyped && isLent())) ending.resolve(EXIT.interrupted);
  };
  const onCrash = (): void => ending.reject(crash.reason);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  if (crash.aborted) onCrash();
  crash.addEventListener('abort', onCrash);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
    crash.removeEventListener('abort', onCrash);
  };
}
