/** The steps of a remedy as text to read and to copy: YAML for objects, commands for a shell. */
import { isBlank, spell } from '../src/model/asked.ts'
import type { Change, Edit } from '../src/model/change.ts'
import { parsePath, type Segment } from '../src/model/path.ts'
import { type Ref, showRef } from '../src/model/ref.ts'
import { isHiding } from './visible.ts'
import { yaml, yamlBehind, yamlKey } from './yaml.ts'

interface Branch {
  readonly children: Map<Segment, Branch>
  edit?: Edit
}

function treeOf(edits: readonly Edit[]): Branch {
  const root: Branch = { children: new Map() }
  for (const edit of edits) {
    let branch = root
    for (const segment of parsePath(edit.path)) {
      const next = branch.children.get(segment) ?? { children: new Map() }
      branch.children.set(segment, next)
      branch = next
    }
    branch.edit = edit
  }
  return root
}

function print(branch: Branch, indent: string, name: string): string[] {
  const children = [...branch.children].sort(([a], [b]) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0))
  return children.flatMap(([segment, child]) => {
    const inner = `${indent}  `
    const isItem = typeof segment === 'number'
    const head = isItem ? `${indent}- # ${name}[${segment}]` : `${indent}${yamlKey(segment)}:`
    const { edit } = child
    if (!edit) return [head, ...print(child, inner, isItem ? name : yamlKey(segment))]
    if (!('value' in edit)) return [isItem ? `${head}: take this item out` : `${head} null # take this field out`]
    if (isItem) return [head, `${inner}${yamlBehind(edit.value, inner).trimStart()}`]
    return [head + yamlBehind(edit.value, inner)]
  })
}

/** The changed fields alone, in their places. Items of lists are told by their index, counted from 0. */
export function patchYaml(edits: readonly Edit[]): string {
  const shown = edits.flatMap(({ path, value }) => (value === undefined ? [{ path }] : isBlank(value) && value.optional ? [] : [{ path, value: spell(value) }]))
  return print(treeOf(shown), '', '').join('\n')
}

const quote = (text: string) => (/^[\w@%+=:,./][\w@%+=:,./-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`)

/** `apps/v1 Deployment` -> `deployment.v1.apps`, which kubectl takes whatever else bears the name. */
function resourceOf({ kind, apiVersion = 'v1' }: Ref): string {
  const [group, version] = apiVersion.split('/')
  return version === undefined ? kind.toLowerCase() : `${kind.toLowerCase()}.${version}.${group}`
}

/** Services that the AWS CLI calls by another name than IAM and the SDKs do. */
const cliNames: Readonly<Record<string, string>> = { elasticloadbalancing: 'elbv2', elasticloadbalancingv2: 'elbv2', config: 'configservice', s3: 's3api' }

/** `eks:UpdateClusterConfig` -> `aws eks update-cluster-config`. */
function awsCommand(call: string): string {
  const [service = '', operation = ''] = call.split(':')
  const dashed = operation.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
  return `aws ${cliNames[service] ?? service} ${dashed.toLowerCase()}`
}

export interface Told {
  /** What is done, in words. */
  readonly says: string
  /** What to copy; absent where there is nothing that could safely be copied. */
  readonly code?: string
  readonly is?: 'YAML' | 'command'
}

/** Only commands begin with the name of a tool. */
const isCommand = (text: string) => /^(sudo )?(aws|kubectl|eksctl|helm|ekshield|terraform|docker|crane|cosign|curl|ssh|systemctl) /.test(text)

export function tell(change: Change): Told {
  switch (change.do) {
    case 'patch':
      return { says: `Change ${showRef(change.on)}`, code: patchYaml(change.edits), is: 'YAML' }
    case 'create':
      return { says: `Create ${refOf(change.object)}`, code: yaml(change.object), is: 'YAML' }
    case 'delete': {
      const { on } = change
      const says = `Delete ${showRef(on)}`
      const where = on.namespace === undefined ? '' : ` -n ${quote(on.namespace)}`
      const words = `${resourceOf(on)} ${on.name} ${on.namespace ?? ''}`
      // A name that hides something must not be pasted into a shell.
      if (isHiding(words) || /[\t\n]/.test(words) || on.name.startsWith('-')) return { says: `${says}; its name is unsafe in a shell` }
      return { says, code: `kubectl delete ${quote(resourceOf(on))} ${quote(on.name)}${where}`, is: 'command' }
    }
    case 'aws':
      return { says: `Call ${change.call}`, code: `${awsCommand(change.call)} --cli-input-json ${quote(JSON.stringify(change.input))}`, is: 'command' }
    case 'tell':
      return isCommand(change.text) ? { says: 'Run, after reading it', code: change.text, is: 'command' } : { says: change.text }
  }
}

function refOf(object: Readonly<Record<string, unknown>>): string {
  const { name = '', namespace } = (object['metadata'] ?? {}) as { name?: string; namespace?: string }
  return showRef({ kind: String(object['kind'] ?? 'an object'), name, ...(namespace !== undefined && { namespace }) })
}
