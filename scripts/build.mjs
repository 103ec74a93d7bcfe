/** Builds `dist/`: the program in chunks that load when they are needed, and the licences of what is bundled into it. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
rmSync(dist, { recursive: true, force: true })

/** commander can start subcommands that are programs of their own; ours are not, and loading what that takes costs a tenth of `--help`. */
const withoutExecutables = {
  name: 'without-executables',
  resolveId: (id, importer) => (id === 'node:child_process' && importer?.includes('/commander/') ? '\0nothing' : null),
  load: (id) => (id === '\0nothing' ? 'export {}' : null),
}

async function write(input, dir, output) {
  const bundle = await rolldown({
    input,
    platform: 'node',
    plugins: [withoutExecutables],
    // The ES modules of a package can be bundled in part; of the EC2 client that leaves a tenth.
    // Node warns, from 24 on, of its own punycode, which URLs of the Kubernetes client lead to.
    resolve: { mainFields: ['module', 'main'], alias: { punycode: createRequire(import.meta.url).resolve('punycode/') } },
  })
  const written = await bundle.write({ dir, minify: { mangle: false, compress: false, codegen: true }, ...output })
  await bundle.close()
  return written.output
}

const library = await write({ index: join(root, 'src/index.ts'), 'pod-security': join(root, 'src/reach/pod-security.ts') }, dist, {
  format: 'esm',
  chunkFileNames: 'chunks/[name]-[hash].js',
})
// Scripts, unlike modules, can be kept compiled: see bin/load.js.
const program = await write({ main: join(root, 'src/cli/main.ts') }, join(dist, 'program'), {
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name]-[hash].cjs',
})
const kept = spawnSync(process.execPath, [join(root, 'scripts/keep-code.mjs')])
if (kept.status !== 0) throw new Error(`the program that was built does not run:\n${kept.stderr}`)

/** Packages whose code went into the bundle, with their licence texts. */
const packages = new Set(
  [...library, ...program]
    .flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []))
    .flatMap((id) => id.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []),
)
const texts = [...packages].sort().map((name) => {
  const folder = join(root, 'node_modules', name)
  const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  return `${name} ${version} (${license})\n\n${file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), 'utf8').trim() : `${license}; the package carries no text.`}\n`
})
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`))
