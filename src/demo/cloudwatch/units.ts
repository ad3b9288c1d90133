const UNITS: Readonly<Record<string, string>> = {
  Duration: 'Milliseconds',
  IteratorAge: 'Milliseconds',
  AsyncEventAge: 'Milliseconds',
  ApproximateAgeOfOldestMessage: 'Seconds',
  ProvisionedConcurrencyUtilization: 'Percent',
};
const COUNTS =
  /^(Invocations|Errors|Throttles|DeadLetterErrors|\w*Concurren\w*|AsyncEvents\w+|ApproximateNumberOf\w+|NumberOf\w+|\w+EventCount)$/;

/** The unit of a metric by its name; `None` where whoever put it in said none. */
export function unitOf(metricName: string): string {
  return UNITS[metricName] ?? (COUNTS.test(metricName) ? 'Count' : 'None');
}
