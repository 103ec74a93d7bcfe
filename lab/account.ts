/** The AWS account beside the cluster. */
import type { Aws } from './aws/index.ts'
import { accessOf, type ClusterAccess } from './worlds/read.ts'

export { type Aws, startAws } from './aws/index.ts'

/** Who may come in and which pods get a role, as the account says while the lab starts. */
export const accessIn = ({ store }: Aws): ClusterAccess => accessOf((operation) => store.all(`eks:${operation}`).map(({ body }) => body))
