/** A call as the command of the AWS CLI that makes it, for a person to read and to paste. */
import type { Change } from '../../model/change.ts'

type AwsChange = Pick<Extract<Change, { do: 'aws' }>, 'call' | 'input'>

/** Services that the CLI calls otherwise. */
const otherNames: Readonly<Record<string, string>> = { config: 'configservice', elasticloadbalancingv2: 'elbv2', s3: 's3api' }

/** `HttpPutResponseHopLimit` as `http-put-response-hop-limit`, by the rule of the CLI. */
const spelt = (name: string): string =>
  name
    .replace(/(.)([A-Z][a-z]+)/g, '$1-$2')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()

/** As one word of a POSIX shell. */
const quoted = (text: string): string => (/^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** What a person has yet to say stands in capitals: `ENDPOINT-NETWORKS`. */
function told(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('--set' in value) return String(value['--set']).toUpperCase()
  if (Array.isArray(value)) return value.map(told)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, told(one)]))
}

function flag(name: string, value: unknown): string {
  const isSwitch = typeof value === 'object' && value !== null && Object.keys(value).join() === 'Value'
  const plain = isSwitch ? (value as { Value: unknown }).Value : value
  if (typeof plain === 'boolean') return plain ? `--${spelt(name)}` : `--no-${spelt(name)}`
  const text = typeof plain === 'object' ? JSON.stringify(plain) : String(plain)
  // A value that begins with a dash would be taken for a flag.
  return text.startsWith('-') ? `--${spelt(name)}=${quoted(text)}` : `--${spelt(name)} ${quoted(text)}`
}

/** `aws eks update-cluster-config --name shop --deletion-protection` */
export function commandOf({ call, input }: AwsChange): string {
  const [service = '', operation = ''] = call.split(':')
  const flags = Object.entries(told(input) as object).flatMap(([name, value]) => (value === undefined ? [] : [flag(name, value)]))
  return ['aws', otherNames[service] ?? service, spelt(operation), ...flags].join(' ')
}
