/** Holds what a world says against the service's own model, and makes of it the values that the SDK serialises. */
import type { NormalizedSchema } from '@smithy/core/schema'

/** IAM sends policy documents percent-encoded; worlds hold them as the AWS CLI prints them, decoded. */
const encodedPolicies = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document'])
const isEncodedPolicy = (schema: NormalizedSchema): boolean => encodedPolicies.has(schema.getMemberName())

/**
 * @param value as the AWS CLI prints it: times as ISO strings, bytes in base64
 * @param at path for messages
 * @throws TypeError naming the first member that the model does not have, or whose type it is not
 */
export function conform(schema: NormalizedSchema, value: unknown, at: string): unknown {
  if (schema.isDocumentSchema()) return value
  if (schema.isStructSchema()) {
    if (schema.isUnionSchema() && Object.keys(record(value, at)).length !== 1) throw new TypeError(`${at}: a union has exactly one member`)
    return conformStruct(schema, record(value, at), at)
  }
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw new TypeError(`${at}: ${kindOf(value)} where a list belongs`)
    return value.map((item, i) => conform(schema.getValueSchema(), item, `${at}[${i}]`))
  }
  if (schema.isMapSchema())
    return Object.fromEntries(Object.entries(record(value, at)).map(([key, item]) => [key, conform(schema.getValueSchema(), item, `${at}.${key}`)]))
  return conformSimple(schema, value, at)
}

function conformStruct(schema: NormalizedSchema, value: Record<string, unknown>, at: string): Record<string, unknown> {
  const members = schema.getMemberSchemas()
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const member = members[name]
      if (!member) throw new TypeError(`${at}.${name}: ${schema.getName()} has no such member`)
      return [name, conform(member, item, `${at}.${name}`)]
    }),
  )
}

function conformSimple(schema: NormalizedSchema, value: unknown, at: string): unknown {
  const wrong = (wanted: string): never => {
    throw new TypeError(`${at}: ${kindOf(value)} where ${wanted} belongs`)
  }
  if (schema.isTimestampSchema()) {
    const date = typeof value === 'string' ? new Date(value) : typeof value === 'number' ? new Date(value * 1000) : undefined
    return date && !Number.isNaN(date.getTime()) ? date : wrong('a time')
  }
  if (schema.isBlobSchema()) return typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : wrong('base64')
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : wrong('a boolean')
  if (schema.isNumericSchema() || schema.isBigIntegerSchema() || schema.isBigDecimalSchema()) return typeof value === 'number' ? value : wrong('a number')
  if (isEncodedPolicy(schema) && at.startsWith('iam:') && typeof value === 'object' && value !== null) return encodeURIComponent(JSON.stringify(value))
  return typeof value === 'string' ? value : wrong('a string')
}

/** The way back: what an SDK client was given, as the AWS CLI prints it. */
export function unconform(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null || schema.isDocumentSchema()) return value
  if (schema.isStructSchema()) {
    const members = Object.entries(schema.getMemberSchemas())
    return Object.fromEntries(
      members.flatMap(([name, member]) => {
        const item = (value as Record<string, unknown>)[name]
        return item === undefined ? [] : [[name, unconform(member, item)]]
      }),
    )
  }
  if (schema.isListSchema()) return (value as unknown[]).map((item) => unconform(schema.getValueSchema(), item))
  if (schema.isMapSchema()) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unconform(schema.getValueSchema(), item)]))
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (isEncodedPolicy(schema) && typeof value === 'string' && value.startsWith('%7B')) return JSON.parse(decodeURIComponent(value))
  return value
}

function record(value: unknown, at: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError(`${at}: ${kindOf(value)} where a structure belongs`)
  return value as Record<string, unknown>
}

const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`)
