/** Something in the input could not be read, or no API server would take it. */
import { control } from '../../model/control.ts'

export default control({
  title: 'All input can be read and is valid',
  severity: 'high',
  about: 'problems',
  why: `
    What cannot be read was not judged, so every pass is the smaller by it. A field of the wrong type is worse: the API server
    refuses the object or drops the field, and the setting that was meant to protect is not there.`,
  fix: 'Mend the file at the line given; kubectl apply --dry-run=server --filename FILE tells what the API server makes of it.',
  refs: ['https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/'],
  examples: {
    good: [`{apiVersion: v1, kind: Namespace, metadata: {name: shop}}`],
    bad: [
      `problem: {file: web.yaml, line: 3, column: 5, sort: unreadable, says: "bad indentation of a mapping entry"}`,
      `problem: {file: web.yaml, line: 12, column: 9, sort: invalid, says: "securityContext.privileged is \\"yes\\", not a boolean"}
---
problem: {file: web.yaml, line: 0, column: 0, sort: unreadable, says: "the file is larger than 256 MB"}`,
    ],
  },
  judge: ({ says, sort, line, column }) => ({
    says: `${line > 0 ? `line ${line}${column > 0 ? `, column ${column}` : ''}: ` : ''}${says.replace(/\s+/g, ' ').trim()}`,
    wanted: sort === 'unreadable' ? 'input that can be read' : 'a value of the right type; the field was left out',
  }),
})
