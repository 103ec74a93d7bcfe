/** The AWS account beside the cluster: what the lab asks of its stand-in, and how it finds it. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './paths.ts'
import { accessOf, type ClusterAccess } from './worlds/read.ts'

export interface Aws {
  readonly endpoint: string
  stop(): Promise<void>
  credentials(user: string): { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Tells where the cluster's API server listens. @param certificateAuthority in base64 */
  place(cluster: string, endpoint: string, certificateAuthority: string): void
  /** What the account holds, by `<service>:<Operation>`. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of every operation
  readonly store: { all(call: string): readonly { readonly body: any }[] }
}

type StartAws = (options: { world: string; dir: string }) => Promise<Aws>

/** Starts the stand-in where the checkout has one; a lab without it is a cluster without an account. */
export async function startAws(options: { world: string; dir: string }): Promise<Aws | undefined> {
  const file = join(root, 'lab/aws/index.ts')
  if (!existsSync(file)) return undefined
  const { bundled } = (await import(pathToFileURL(join(root, 'scripts/bundled.mjs')).href)) as { bundled(script: string): Promise<string> }
  const { startAws: start } = (await import(pathToFileURL(await bundled('lab/aws/index.ts')).href)) as { startAws: StartAws }
  return start(options)
}

/** Who may come in and which pods get a role, as the account says while the lab starts. */
export const accessIn = ({ store }: Aws): ClusterAccess => accessOf((operation) => store.all(`eks:${operation}`).map(({ body }) => body))
