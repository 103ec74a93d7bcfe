/** The name of a thing: its kind, its namespace and name, each kept apart so that odd names cannot run together. */
import type { Ref } from '../src/model/ref.ts'
import { clip, visible } from './visible.ts'

export function SubjectName({ subject, whole = false }: { subject: Ref; whole?: boolean }) {
  const show = whole ? visible : clip
  const { kind, namespace, name } = subject
  return (
    <span class="subject">
      <span class="kind">{show(kind)}</span>{' '}
      <bdi>
        {namespace !== undefined && namespace !== '' && <span class="namespace">{show(namespace)}/</span>}
        <b>{show(name)}</b>
      </bdi>
    </span>
  )
}
