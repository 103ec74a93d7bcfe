/** Builds `dist/`: the program in chunks that load when they are needed, and the licences of what is bundled into it. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })

const bundle = await rolldown({
  input: {
    main: join(root, 'src/cli/main.ts'),
    index: join(root, 'src/index.ts'),
    'pod-security': join(root, 'src/reach/pod-security.ts'),
  },
  platform: 'node',
  // The ES modules of a package can be bundled in part; of the EC2 client that leaves a tenth.
  // Node warns, from 24 on, of its own punycode, which URLs of the Kubernetes client lead to.
  resolve: { mainFields: ['module', 'main'], alias: { punycode: createRequire(import.meta.url).resolve('punycode/') } },
})
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  minify: { mangle: false, compress: false, codegen: true },
  chunkFileNames: 'chunks/[name]-[hash].js',
})
await bundle.close()

/** Packages whose code went into the bundle, with their licence texts. */
const packages = new Set(
  output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : [])).flatMap((id) => id.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []),
)
const texts = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  return `${name} ${version} (${license})\n\n${file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : `${license}; the package carries no text.`}\n`
})
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`))
