/* Builds plotly.min.js and LICENSE: `npm install plotly.js@4.1.1 esbuild@0.28.2` in an empty folder,
   then `node build.mjs FOLDER` here. Of plotly it takes the core with scatter and bar, which are all
   kinds of traces that this site has, and leaves out three things that it never uses. */
import {createRequire} from "node:module";
import {readFileSync, readdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";

const folder = process.argv[2];
const {build} = createRequire(join(folder, "/"))("esbuild");
const read = (...parts) => readFileSync(join(folder, ...parts), "utf8");
const {version} = JSON.parse(read("node_modules/plotly.js/package.json"));

/* Annotations are drawn twice wherever there are traces, the first time to let axes make room for
   them. Ours all have their range, so that is a fifth of a choice's time for nothing. */
const ENTRY = `
  delete require("plotly.js/src/components/annotations").calcAutorange;
  const Plotly = require("plotly.js/lib/core");
  Plotly.register(require("plotly.js/lib/bar"));
  module.exports = Plotly;
`;

/* What is said of attributes in plotly's reference is no use in a browser. */
const STRING = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`;
const TEXT = String.raw`${STRING}(?:\s*\+\s*${STRING})*`;
const LINES = String.raw`\[\s*(?:${TEXT}\s*,?\s*)*\]\s*\.join\(\s*${STRING}\s*\)`;
const DESCRIPTION = new RegExp(String.raw`\bdescription:\s*(?:${TEXT}|${LINES}),?(?=\s*[}\n])`, "g");
const undescribed = {
  name: "undescribed",
  setup(building) {
    building.onLoad({filter: /plotly\.js\/src\/.*\.js$/}, ({path}) => ({
      contents: readFileSync(path, "utf8").replace(DESCRIPTION, ""),
    }));
  },
};

const {metafile} = await build({
  stdin: {contents: ENTRY, resolveDir: folder},
  absWorkingDir: folder,
  outfile: join(import.meta.dirname, "plotly.min.js"),
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  define: {global: "window"},
  target: "es2020",
  loader: {".css": "empty"}, // of maps, which are not in it
  banner: {js: `/* plotly.js ${version}, cut by build.mjs; licences in LICENSE */`},
  legalComments: "none",
  plugins: [undescribed],
  metafile: true,
});

const [{inputs}] = Object.values(metafile.outputs);
const packages = new Set(
  Object.entries(inputs)
    .filter(([path, {bytesInOutput}]) => bytesInOutput && !path.endsWith(".css"))
    .map(([path]) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[0])
    .filter(Boolean),
);
const licences = [...packages].sort().map((path) => {
  const {name, version, license} = JSON.parse(read(path, "package.json"));
  const file = readdirSync(join(folder, path)).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${file ? read(path, file).trim() : "no text in the package"}\n`;
});
writeFileSync(join(import.meta.dirname, "LICENSE"), licences.join(`\n${"-".repeat(80)}\n\n`));
