/** Names of what worlds hold: the same for the same seed, so that both planes of a world name their things alike. */
import { createHash } from 'node:crypto'

export const account = '111122223333'
export const region = 'us-west-2'
/** AWS's own account for machine images and add-on images in most regions. */
export const eksAccount = '602401143452'

export const hex = (seed: string, length: number): string => createHash('sha256').update(seed).digest('hex').slice(0, length)
/** An AWS resource id: `i-0…`, `lt-0…`. */
export const resourceId = (prefix: string, seed: string): string => `${prefix}-0${hex(`${prefix}/${seed}`, 16)}`
/** The instance at an address. */
export const instanceAt = (ip: string): string => resourceId('i', ip)
export const uuid = (seed: string): string => {
  const digits = hex(`uuid/${seed}`, 32)
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`
}
export const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`
export const iamArn = (rest: string): string => `arn:aws:iam::${account}:${rest}`
/** IAM's unique ids: `AROA…` of roles, `ANPA…` of policies. */
export const uniqueId = (prefix: string, name: string): string =>
  prefix +
  [...createHash('sha256').update(`${prefix}/${name}`).digest()]
    .slice(0, 17)
    .map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32])
    .join('')

/** The host and path of the issuer that signs a cluster's service account tokens. */
export const issuerOf = (cluster: string): string =>
  `oidc.eks.${region}.amazonaws.com/id/${Buffer.from(cluster.padEnd(16, '.')).toString('hex').toUpperCase().slice(0, 32)}`

const day = 86_400_000
/** A time so many days before another. */
export const daysBefore = (now: Date, days: number): string => new Date(now.getTime() - days * day).toISOString()
export const tags = (values: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(values).map(([Key, Value]) => ({ Key, Value }))
