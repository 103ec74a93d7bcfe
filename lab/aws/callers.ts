/** Who may call: users of the lab with keys and policies of their own, and sessions of the world's roles. */
import { createHash, randomBytes } from 'node:crypto'
import type { PolicyDocument } from '../../src/model/aws.ts'
import { nameOfArn } from '../../src/reach/iam.ts'
import { Refusal } from './refusal.ts'
import { type Body, fileName, lastOfArn, type Store } from './store.ts'
import { isStoredError } from './world.ts'

/** Actions as IAM names them (`eks:List*`), or whole policy documents. */
export type Grants = readonly (string | PolicyDocument)[]

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export interface Caller {
  /** As `credentials` was asked for it. */
  readonly name: string
  readonly arn: string
  readonly userId: string
  /** The ARN whose policies count: of a session its role's. */
  readonly principalArn: string
  readonly keys: Keys
  policies(): readonly PolicyDocument[]
  boundary?(): PolicyDocument | undefined
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** An identifier of IAM: the same for the same seed, so that a world looks the same each time it is brought up. */
const idOf = (prefix: string, seed: string, length = 16): string =>
  prefix +
  [...createHash('sha256').update(seed).digest()]
    .slice(0, length)
    .map((byte) => alphabet[byte % 32])
    .join('')

/** Worlds hold documents decoded, or as IAM sends them. */
const decoded = (document: Body): PolicyDocument => (typeof document === 'string' ? JSON.parse(decodeURIComponent(document)) : document)

export const toDocument = (grants: Grants): PolicyDocument[] => {
  const actions = grants.filter((grant): grant is string => typeof grant === 'string')
  const documents = grants.filter((grant): grant is PolicyDocument => typeof grant !== 'string')
  return actions.length > 0 ? [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }, ...documents] : documents
}

export class Callers {
  readonly #store: Store
  readonly #byKey = new Map<string, Caller>()
  readonly #users = new Map<string, Caller>()
  readonly #grants = new Map<string, readonly PolicyDocument[]>()

  constructor(store: Store) {
    this.#store = store
    this.allow('admin', ['*'])
  }

  /** The user of that name; made on first mention, with no rights. `admin` may do everything. `role/NAME[/SESSION]` is a session of a role of the world. */
  user(name: string): Caller {
    const known = this.#users.get(name)
    if (known) return known
    const [kind, role, session = 'lab'] = name.split('/')
    const caller = kind === 'role' && role !== undefined ? this.session(this.role(role), session, 43_200, name) : this.#makeUser(name)
    this.#users.set(name, caller)
    return caller
  }

  #makeUser(name: string): Caller {
    const arn = `arn:aws:iam::${this.#store.account}:user/${name}`
    const keys = { accessKeyId: idOf('AKIA', `key/${name}`), secretAccessKey: randomBytes(30).toString('base64') }
    return this.#know({ name, arn, principalArn: arn, userId: idOf('AIDA', name, 17), keys, policies: () => this.#grants.get(name) ?? [] })
  }

  #know(caller: Caller): Caller {
    this.#byKey.set(caller.keys.accessKeyId, caller)
    return caller
  }

  /** Replaces what the user may do. */
  allow(name: string, grants: Grants): void {
    this.#grants.set(name, toDocument(grants))
  }

  withKey(accessKeyId: string): Caller | undefined {
    return this.#byKey.get(accessKeyId)
  }

  /** @throws Refusal where the world has no such role */
  role(name: string): Body {
    const role = this.#store.find('iam:GetRole', name)?.Role
    if (!role) throw new Refusal('NoSuchEntityException', `The role with name ${name} cannot be found.`)
    return role
  }

  /** Credentials of a role for so many seconds, from the clock of the machine. */
  session(role: Body, sessionName: string, seconds: number, name = `${role.RoleName}/${sessionName}`): Caller {
    const keys = {
      accessKeyId: `ASIA${randomBytes(10).toString('hex').toUpperCase().slice(0, 16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(120).toString('base64'),
      expiration: new Date(Math.floor(Date.now() / 1000 + seconds) * 1000),
    }
    return this.#know({
      name,
      arn: `arn:aws:sts::${this.#store.account}:assumed-role/${role.RoleName}/${sessionName}`,
      principalArn: role.Arn,
      userId: `${role.RoleId}:${sessionName}`,
      keys,
      policies: () => this.#grants.get(name) ?? this.rolePolicies(role.RoleName),
      boundary: () => (role.PermissionsBoundary ? this.#managed(role.PermissionsBoundary.PermissionsBoundaryArn) : undefined),
    })
  }

  /** The documents of a role's policies, attached ones and inline ones. */
  rolePolicies(roleName: string): PolicyDocument[] {
    const attached: Body[] = this.#store.find('iam:ListAttachedRolePolicies', roleName)?.AttachedPolicies ?? []
    const inline: string[] = this.#store.find('iam:ListRolePolicies', roleName)?.PolicyNames ?? []
    return [
      ...attached.map((policy) => this.#managed(policy.PolicyArn)),
      ...inline.map((policy) => decoded(this.#store.find('iam:GetRolePolicy', `${roleName}.${fileName(policy)}`)?.PolicyDocument)),
    ]
  }

  #managed(arn: string): PolicyDocument {
    const body = this.#store.find('iam:GetPolicyVersion', nameOfArn(arn))
    if (!body || isStoredError(body)) throw new Refusal('failing', `This world does not say what ${arn} allows.`)
    return decoded(body.PolicyVersion.Document)
  }

  /** Policies of whatever an ARN names: a user of the lab, a role of the world. */
  policiesOf(arn: string): PolicyDocument[] {
    if (arn.includes(':role/')) return this.rolePolicies(this.role(lastOfArn(arn)).RoleName)
    const name = lastOfArn(arn)
    if (!this.#users.has(name)) throw new Refusal('NoSuchEntityException', `The user with name ${name} cannot be found.`)
    return [...(this.#grants.get(name) ?? [])]
  }
}
