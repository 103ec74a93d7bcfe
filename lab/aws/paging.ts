/** Pages as each operation cuts them: learned from the SDK's paginators, so that nobody has to keep a table. */
import type { NormalizedSchema } from '@smithy/core/schema'

interface Tokens {
  /** Member of the input that takes the token. */
  readonly takes: string
  /** Member of the output that gives the next one. */
  readonly gives: string
  /** Member of the input that bounds a page, where there is one. */
  readonly size?: string
}

export interface Paging extends Tokens {
  /** Paths in the output of the lists that are cut; they are served one after the other. */
  readonly lists: readonly string[]
  /** Member of the output that says whether more follows, where there is one. */
  readonly more?: string
}

type Paginator = (config: object, input: object) => AsyncGenerator

/**
 * How an operation pages; undefined where it does not. Operations for which the SDK has no paginator
 * (`events:ListRules`) page by members of the usual names.
 * @param paginate the SDK's function, where it has one
 */
export async function learnPaging(paginate: unknown, client: object, input: NormalizedSchema, output: NormalizedSchema): Promise<Paging | undefined> {
  if (!input.isStructSchema() || !output.isStructSchema()) return undefined
  const usual = guess(input, output)
  const tokens = typeof paginate === 'function' ? { ...usual, ...(await watch(paginate as Paginator, client)) } : usual
  const lists = listsIn(output)
  if (tokens?.takes === undefined || tokens.gives === undefined || lists.length === 0) return undefined
  const { takes, gives, size } = tokens
  const more = Object.keys(output.getMemberSchemas()).find((name) => name === 'IsTruncated')
  return { takes, gives, ...(size !== undefined && { size }), lists, ...(more !== undefined && { more }) }
}

/** Lists at the top; where there is none (`ecr:DescribeImageScanFindings`), those one step below. */
function listsIn(output: NormalizedSchema): string[] {
  const lists = listsAt(output)
  if (lists.length > 0) return lists
  return Object.entries(output.getMemberSchemas()).flatMap(([name, schema]) =>
    schema.isStructSchema() ? listsAt(schema).map((list) => `${name}.${list}`) : [],
  )
}

const listsAt = (schema: NormalizedSchema): string[] =>
  Object.entries(schema.getMemberSchemas()).flatMap(([name, member]) => (member.isListSchema() ? [name] : []))

/** Runs the paginator over two pretended pages and sees where it puts sizes and tokens. */
async function watch(paginate: Paginator, client: object): Promise<Tokens | undefined> {
  const [token, pageSize] = ['token', 4711]
  let [takes, gives, size]: (string | undefined)[] = []
  // Awaiting the page asks it for `then`; every other name asked for is the token's.
  const page = new Proxy(
    {},
    {
      get(_, name) {
        if (name === 'then') return undefined
        gives = String(name)
        return token
      },
    },
  )
  const send = ({ input }: { input: Readonly<Record<string, unknown>> }) => {
    for (const [name, value] of Object.entries(input)) {
      if (value === pageSize) size = name
      if (value === token) takes = name
    }
    return page
  }
  const pages = paginate({ client: Object.create(client, { send: { value: send } }), pageSize }, {})
  await pages.next()
  await pages.next()
  return takes !== undefined && gives !== undefined ? { takes, gives, ...(size !== undefined && { size }) } : undefined
}

function guess(input: NormalizedSchema, output: NormalizedSchema): Tokens | undefined {
  const find = (schema: NormalizedSchema, pattern: RegExp) => Object.keys(schema.getMemberSchemas()).find((name) => pattern.test(name))
  const takes = find(input, /^(nextToken|marker)$/i)
  const gives = find(output, /^(nextToken|nextMarker)$/i)
  const size = find(input, /^(maxResults|limit|maxItems|maxRecords|pageSize)$/i)
  return takes !== undefined && gives !== undefined ? { takes, gives, ...(size !== undefined && { size }) } : undefined
}
