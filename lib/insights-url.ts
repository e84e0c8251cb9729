import { Aws } from 'aws-cdk-lib';

/** A day: older than most of what somebody asks about in the night. */
const SECONDS_BACK = 86_400;

/** Percent-encoding with a sign of its own, which the browser leaves alone; capitals and small letters as in the console. */
const encoded = (text: string, sign: '*' | '$'): string =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const hex = byte.toString(16).padStart(2, '0');
      return /[\w.-]/.test(character) ? character : sign + (sign === '$' ? hex.toUpperCase() : hex);
    })
    .join('');

/** Signs between the values: encoded twice, once for the query and once for the fragment that it stands in. */
const sign = (text: string): string => encoded(text, '$').replaceAll('$', '$25');

/**
 * Opens Logs Insights with a saved query and its log groups, over the last day. AWS describes no such address; this is the
 * one that its console makes by itself, and what it does not understand of it the console ignores.
 * https://stackoverflow.com/questions/60796991 takes it apart.
 * @param of the names of log groups and the query's id may be known to the deployment only: they need no encoding.
 */
export function insightsUrl(of: {
  readonly query: string;
  readonly queryId: string;
  readonly logGroupNames: readonly string[];
}): string {
  const text = (value: string) => `${sign("'")}${value}`;
  const fields = {
    end: '0',
    start: `-${SECONDS_BACK}`,
    timeType: text('RELATIVE'),
    unit: text('seconds'),
    editorString: text(encoded(of.query, '*')),
    queryId: text(of.queryId),
    source: `${sign('~(')}${of.logGroupNames.map((name) => `${sign('~')}${text(name)}`).join('')}${sign(')')}`,
  };
  const detail = Object.entries(fields)
    .map(([name, value]) => (name === 'source' ? `${name}${value}` : `${name}${sign('~')}${value}`))
    .join(sign('~'));
  const console = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}`;
  return `${console}#logsV2:logs-insights${encoded('?queryDetail=', '$')}${sign('~(')}${detail}${sign(')')}`;
}
