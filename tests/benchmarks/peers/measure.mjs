// SPDX-FileCopyrightText: 2026 The JobQ authors
// SPDX-License-Identifier: MIT
//
// Measures other job queues the way jobq-bench measures JobQ: what docs/performance.md says of them. By hand:
//
//   npm install && node measure.mjs postgresql://…/postgres [JOBS]
//
// Each queue gets a database of its own, which is dropped in the end, and the options that its own documentation
// recommends for throughput.
import pg from "pg";
import PgBoss from "pg-boss";
import { makeWorkerUtils, run } from "graphile-worker";
import { createRequire } from "node:module";

const [, , server, jobsText = "100000"] = process.argv;
if (!server) {
  console.error("usage: node measure.mjs postgresql://…/postgres [JOBS]");
  process.exit(2);
}
const jobs = Number(jobsText);
const singles = 5000;
const latencies = 1000;
const threads = 24;
const batch = 500;
const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;
const seconds = (from) => Number(process.hrtime.bigint() - from) / 1e9;
const now = () => process.hrtime.bigint();
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function report(queue, name, figures) {
  console.log(JSON.stringify({ queue, version: version(queue), case: name, ...figures }));
}

async function withDatabase(name, work) {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${name}`);
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  try {
    await work(url.toString());
  } finally {
    // Their pools close a little after they said so.
    for (let tries = 50; tries > 0; --tries) {
      const dropped = await admin.query(`DROP DATABASE ${name}`).then(() => true, () => false);
      if (dropped) break;
      await pause(200);
    }
    await admin.end();
  }
}

/** Pauses of 2 to 12 ms between, as jobq-bench has them. */
async function measureLatency(add, started) {
  const waits = [];
  for (let i = 0; i < latencies; ++i) {
    await pause(2 + Math.random() * 10);
    const from = now();
    const handled = started();
    await add();
    await handled;
    waits.push(seconds(from) * 1000);
  }
  waits.sort((a, b) => a - b);
  const at = (share) => Number(waits[Math.floor(share * (waits.length - 1))].toFixed(3));
  return { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99) };
}

async function measureGraphileWorker(connectionString) {
  const queue = "graphile-worker";
  const logger = undefined;
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  let from = now();
  for (let left = jobs; left > 0; left -= 1000)
    await utils.addJobs(Array.from({ length: Math.min(1000, left) }, (_, n) => ({ identifier: "noop", payload: { n } })));
  report(queue, "bulk", { jobs_per_s: Math.round(jobs / seconds(from)) });

  const options = (taskList, localQueue) => ({
    connectionString,
    noHandleSignals: true,
    taskList,
    preset: {
      worker: {
        concurrentJobs: threads,
        maxPoolSize: threads + 1,
        ...(localQueue ? { localQueue: { size: batch }, completeJobBatchDelay: 0, failJobBatchDelay: 0 } : {}),
      },
    },
  });
  let left = jobs;
  let empty;
  const isEmpty = new Promise((resolve) => (empty = resolve));
  from = now();
  let runner = await run(options({ noop: async () => { if (--left === 0) empty(); } }, true));
  await isEmpty;
  await runner.stop(); // waits until the last outcome is written
  report(queue, "drain", { jobs_per_s: Math.round(jobs / seconds(from)) });

  from = now();
  for (let n = 0; n < singles; ++n) await utils.addJob("later", { n }, { runAt: new Date(Date.now() + 86400000) });
  report(queue, "single", { jobs_per_s: Math.round(singles / seconds(from)) });

  let wake = () => {};
  runner = await run(options({ noop: async () => wake() }, false));
  await pause(1000);
  report(queue, "latency", await measureLatency(() => utils.addJob("noop", {}), () => new Promise((resolve) => (wake = resolve))));
  await runner.stop();
  await utils.release();
}

async function measurePgBoss(connectionString) {
  const queue = "pg-boss";
  const boss = new PgBoss({ connectionString, max: threads });
  boss.on("error", (error) => console.error(error.message));
  await boss.start();
  await boss.createQueue("noop");
  await boss.createQueue("other");
  let from = now();
  for (let left = jobs; left > 0; left -= 1000)
    await boss.insert(Array.from({ length: Math.min(1000, left) }, (_, n) => ({ name: "noop", data: { n } })));
  report(queue, "bulk", { jobs_per_s: Math.round(jobs / seconds(from)) });

  // Its workers poll twice a second at most, so the queue is drained by hand, by as many loops as measured best.
  from = now();
  const loop = async () => {
    for (;;) {
      const claimed = await boss.fetch("noop", { batchSize: batch });
      if (claimed.length === 0) return;
      await boss.complete("noop", claimed.map((job) => job.id));
    }
  };
  await Promise.all([loop(), loop(), loop()]);
  report(queue, "drain", { jobs_per_s: Math.round(jobs / seconds(from)) });

  from = now();
  for (let n = 0; n < singles; ++n) await boss.send("other", { n });
  report(queue, "single", { jobs_per_s: Math.round(singles / seconds(from)) });
  await boss.stop({ graceful: false });
}

await withDatabase("bench_graphile_worker", measureGraphileWorker);
await withDatabase("bench_pg_boss", measurePgBoss);
