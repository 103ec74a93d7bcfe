/** An SDK's answer as plain JSON: what the AWS CLI would print. */

type Plain = Record<string, unknown>

/** IAM gives its policies URL-encoded; people read them as JSON. */
const policies = new Set(['AssumeRolePolicyDocument', 'PolicyDocument', 'Document'])

function decoded(text: string): unknown {
  try {
    return JSON.parse(decodeURIComponent(text))
  } catch {
    return text
  }
}

function value(of: unknown, key: string): unknown {
  if (of instanceof Date) return Number.isNaN(of.getTime()) ? undefined : of.toISOString()
  if (of instanceof Uint8Array) return Buffer.from(of).toString('base64')
  if (Array.isArray(of)) return of.map((item) => value(item, ''))
  if (typeof of === 'object' && of !== null) return fields(of)
  if (typeof of === 'string' && of.startsWith('%7B') && policies.has(key)) return decoded(of)
  return of
}

function fields(of: object): Plain {
  const found: Plain = {}
  for (const [key, field] of Object.entries(of)) if (field !== undefined) found[key] = value(field, key)
  return found
}

/** Without `$metadata`; times in ISO 8601, bytes in base64. */
export function plain(answer: object): Plain {
  const { $metadata, ...rest } = answer as Plain
  return fields(rest)
}
