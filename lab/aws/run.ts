/** Starts the stand-in alone: `node scripts/run.mjs lab/aws/run.ts [WORLD]`; prints what a shell must know, and stays until Ctrl-C. */
import { startAws } from './index.ts'
import { worlds } from './worlds.ts'

const [, , world = 'stock'] = process.argv
if (!Object.hasOwn(worlds, world)) {
  console.error(`there is no world '${world}'; there are ${Object.keys(worlds).join(', ')}`)
  process.exit(2)
}
const aws = await startAws({ world })
const { accessKeyId, secretAccessKey } = aws.credentials('admin')
console.log(
  [
    `export AWS_ENDPOINT_URL=${aws.endpoint}`,
    `export AWS_REGION=${aws.region}`,
    `export AWS_ACCESS_KEY_ID=${accessKeyId}`,
    `export AWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    'unset AWS_SESSION_TOKEN AWS_PROFILE',
  ].join('\n'),
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void aws.stop())
