import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const ROOT = process.cwd();

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

/** Relative imports of a file, as paths from the root; packages by name. */
function imports(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, name = '']) =>
    name.startsWith('.')
      ? relative(ROOT, resolve(ROOT, dirname(file), name))
          .split(sep)
          .join('/')
      : name,
  );
}

const within = (folder: string) => (name: string) => name.startsWith(`${folder}/`);

describe('module boundaries', () => {
  test('functions/ imports nothing from lib/, local/, bin/ or the CDK', () => {
    const wrong = sources('functions').flatMap((file) =>
      imports(file)
        .filter((name) => /^(lib|local|bin|test|aws-cdk-lib)(\/|$)/.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('local/ imports nothing from bin/', () => {
    const wrong = sources('local').flatMap((file) =>
      imports(file)
        .filter(within('bin'))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('a platform never imports another platform', () => {
    const wrong = sources('functions/platforms').flatMap((file) => {
      const own = file.split(sep).slice(0, -1).join('/');
      if (own === 'functions/platforms') return [];
      return imports(file)
        .filter((name) => /^functions\/platforms\/[^/]+\/.+/.test(name) && !within(own)(name))
        .map((name) => `${file} imports ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('only the registry knows a platform by name', () => {
    const wrong = sources('functions').flatMap((file) =>
      file === join('functions', 'platforms', 'registry.ts') || /platforms[\\/][^\\/]+[\\/]/.test(file)
        ? []
        : imports(file)
            .filter((name) => /^functions\/platforms\/[^/]+\/.+/.test(name))
            .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('air/ and platforms/ do no I/O', () => {
    const io = /^(@aws-sdk\/|node:(https?|net|tls|fs|child_process|dns)|functions\/delivery\/)/;
    const wrong = [...sources('functions/air'), ...sources('functions/platforms')].flatMap((file) =>
      imports(file)
        .filter((name) => io.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('lib/ knows functions/ only by file name, the configuration and the registry', () => {
    const allowed =
      /^functions\/(connectors\/(addresses|config|config-schema|config-text|environment|feed-address|metrics|nearest)|platforms\/(platform|registry|outcome))$/;
    const wrong = sources('lib').flatMap((file) =>
      imports(file)
        .filter((name) => name.startsWith('functions/') && !allowed.test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });
});

test('no source file is longer than 400 lines', () => {
  const long = ['functions', 'lib', 'local', 'bin']
    .flatMap(sources)
    .filter((file) => readFileSync(join(ROOT, file), 'utf8').split('\n').length > 400);
  expect(long).toEqual([]);
});
