import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOneInvocation, keyOfLine } from '../../screens/logs/one-invocation.ts';
import { createLogsLookupsStore } from '../../src/stores/logs-lookups-store.ts';
import { addLines, askForLogs, createLogsStore } from '../../src/stores/logs-store.ts';
import { createLogsViewStore } from '../../src/stores/logs-view-store.ts';
import { event, linesOf, messages, NOON } from './log-lines.ts';

const ID = '8b91df80-80f7-4688-b5fc-5083a6abb548';
const QUERY = { targets: [{ functionName: 'orders', qualifier: null }], pattern: null, since: NOON };

/** Lines of one invocation in the order they were written; few texts and times, so that many are alike. */
const written = fc
  .array(fc.record({ text: fc.constantFrom('a', 'b'), at: fc.integer({ min: 0, max: 2 }) }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((lines) =>
    lines
      .toSorted((one, other) => one.at - other.at)
      .map(({ text, at }) => event(`2026-11-21T12:00:00.00${at}Z\t${ID}\tINFO\t${text}`, at)),
  );

test('an invocation shows each of its lines once, two that are alike twice, whoever tells them first', () => {
  fc.assert(
    fc.property(written, fc.nat(12), fc.nat(12), fc.nat(12), (events, atOpening, atAnswer, found) => {
      const logs = createLogsStore();
      const logsLookups = createLogsLookupsStore();
      const one = createOneInvocation({ logs, logsLookups, logsView: createLogsViewStore() });
      askForLogs(logs, QUERY);
      // The first line is always there: something has to be opened.
      const opened = Math.min(events.length, 1 + atOpening);
      const answered = Math.max(opened, Math.min(events.length, atAnswer));
      const told = linesOf(events);
      const [first] = told;
      const key = first && keyOfLine(first);
      if (!key) throw new Error('the first line names its invocation');
      addLines(logs, told.slice(0, opened));
      one.open(key, first, 'lines');
      addLines(logs, told.slice(opened, answered));
      const { invocation } = logsLookups.getState();
      if (!invocation) throw new Error('it is open');
      const lines = linesOf(events.slice(0, 1 + found));
      logsLookups.setState({ invocation: { ...invocation, lines, isReading: false } });
      addLines(logs, told.slice(answered));
      const shown = logsLookups.getState().invocation?.lines ?? [];
      expect(messages(shown).toSorted()).toEqual(events.map(({ message }) => message).toSorted());
      one.close();
    }),
  );
});
