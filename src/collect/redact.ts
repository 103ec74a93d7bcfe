/** Secrets stop at the door: credentials in specs and maps are replaced before anything else sees them. */
import { redacted } from '../model/redacted.ts'

/**
 * Forms that credentials have by their issuers' own documents. A name that speaks of a secret counts too, when its
 * value is no reference, number, path or switch.
 */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/, 'AWS access key id'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'private key'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{50,}\b/, 'GitHub token'],
  [/\bglpat-[A-Za-z0-9_-]{20,}\b/, 'GitLab token'],
  [/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/, 'Slack token'],
  [/\bsk_live_[A-Za-z0-9]{16,}/, 'Stripe key'],
  [/\bAIza[A-Za-z0-9_-]{35}\b/, 'Google API key'],
  [/\beyJ[A-Za-z0-9_-]{10,500}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,}/, 'JSON Web Token'],
  [/\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/@]+:[^\s/@]{3,}@[^\s]+/i, 'URL with a password'],
]
/** Stands in every text of those forms; most texts hold none, and are spared the rest. */
const hint = /AKIA|ASIA|PRIVATE KEY|gh[pousr]_|github_pat_|glpat-|xox|sk_live_|AIza|eyJ|:\/\//
const everywhere = forms.map(([form, sort]) => [new RegExp(form.source, `${form.flags}g`), redacted(sort)] as const)
const flagHint = /password|passwd|secret|token|api-?key/i
const secretFlag = /((?:--?|\b)(?:[\w-]{0,60}(?:password|passwd|secret|token|api-?key)))([= ]+)(?!\$)([^\s"'<]{6,})/gi
const secretName = /(^|[_\-.\s])(passw(or)?d|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth[_-]?key)s?($|[_\-.\s])/i
const awsSecretName = /aws_?secret_?access_?key/i
/** Names that end so speak of where a secret lies, not what it is. */
const pointsElsewhere =
  /(_|-|\.)?(file|path|dir|name|ref|arn|url|uri|host|enabled|ttl|expiry|expiration|duration|length|type|provider|id|key_id|header|issuer|audience|mount|store|backend|policy|class|rotation|version)s?$/i
const harmless = /^(|true|false|yes|no|none|null|\d+|\d+[smhd]|\$\{[^}]*\}|\$\([^)]*\)|<[^>]*>|\/.*|https?:\/\/[^@]*|[a-z0-9-]+\.[a-z0-9-.]+\.svc.*)$/i

/** Which sort of credential a named value looks like, or undefined. */
export function credentialIn(name: string, value: string): string | undefined {
  if (value.length < 4) return undefined
  if (hint.test(value)) for (const [form, sort] of forms) if (form.test(value)) return sort
  if (awsSecretName.test(name) && value.length >= 16) return 'AWS secret access key'
  if (secretName.test(name) && !pointsElsewhere.test(name) && !harmless.test(value)) return 'secret by its name'
  return undefined
}

/** The text with every known form of credential in it replaced; for arguments and scripts. */
export function redactText(text: string): string {
  let clean = text
  if (hint.test(text)) for (const [form, replacement] of everywhere) clean = clean.replace(form, replacement)
  if (!flagHint.test(clean)) return clean
  return clean.replace(secretFlag, (whole, flag: string, gap: string, value: string) =>
    pointsElsewhere.test(flag) || harmless.test(value) ? whole : `${flag}${gap}${redacted('secret by its name')}`,
  )
}
