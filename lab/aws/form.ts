/** Reads the forms of the query protocols back into the input they were made from, led by the operation's schema. */
import type { NormalizedSchema } from '@smithy/core/schema'
import { fromText } from './text.ts'

type Form = ReadonlyMap<string, string>

/** @param ec2 EC2's dialect: flat lists, names in capitals */
export function readForm(schema: NormalizedSchema, body: string, ec2: boolean): Record<string, unknown> {
  const form: Form = new Map(new URLSearchParams(body))
  return (readValue(schema, form, '', ec2) ?? {}) as Record<string, unknown>
}

/** Parameters that every form of the query protocols has, beside the input. */
export const frame = new Set(['Action', 'Version'])

/** Parameters of a form that no member of the input explains. */
export function unexplained(schema: NormalizedSchema, body: string, ec2: boolean): string[] {
  return [...new URLSearchParams(body).keys()].filter((key) => !frame.has(key) && !key.startsWith('X-Amz-') && !explains(schema, key, ec2))
}

function explains(schema: NormalizedSchema, key: string, ec2: boolean): boolean {
  const first = key.split('.')[0] as string
  return schema.isStructSchema() && [...schema.structIterator()].some(([name, member]) => memberKey(name, member, ec2) === first)
}

function memberKey(name: string, member: NormalizedSchema, ec2: boolean): string {
  const { ec2QueryName, xmlName } = member.getMergedTraits()
  if (ec2 && typeof ec2QueryName === 'string') return ec2QueryName
  const key = xmlName ?? name
  return ec2 ? key.charAt(0).toUpperCase() + key.slice(1) : key
}

const under = (form: Form, prefix: string): boolean => [...form.keys()].some((key) => key === prefix || key.startsWith(`${prefix}.`))
const join = (prefix: string, name: string): string => (prefix === '' ? name : `${prefix}.${name}`)

function readValue(schema: NormalizedSchema, form: Form, prefix: string, ec2: boolean): unknown {
  if (schema.isStructSchema()) {
    const found: Record<string, unknown> = {}
    for (const [name, member] of schema.structIterator()) {
      const key = join(prefix, memberKey(name, member, ec2))
      if (under(form, key)) found[name] = readValue(member, form, key, ec2)
    }
    return found
  }
  if (schema.isListSchema()) {
    const flat = ec2 || schema.getMergedTraits().xmlFlattened
    const at = flat ? prefix : join(prefix, schema.getValueSchema().getMergedTraits().xmlName ?? 'member')
    return readNumbered(form, at, (key) => readValue(schema.getValueSchema(), form, key, ec2))
  }
  if (schema.isMapSchema()) {
    const at = schema.getMergedTraits().xmlFlattened ? prefix : join(prefix, 'entry')
    const key = schema.getKeySchema().getMergedTraits().xmlName ?? 'key'
    const value = schema.getValueSchema().getMergedTraits().xmlName ?? 'value'
    return Object.fromEntries(
      readNumbered(form, at, (entry) => [form.get(join(entry, key)) ?? '', readValue(schema.getValueSchema(), form, join(entry, value), ec2)] as const),
    )
  }
  return fromText(schema, form.get(prefix) ?? '')
}

function readNumbered<T>(form: Form, prefix: string, read: (key: string) => T): T[] {
  const found: T[] = []
  for (let i = 1; under(form, `${prefix}.${i}`); i++) found.push(read(`${prefix}.${i}`))
  return found
}
