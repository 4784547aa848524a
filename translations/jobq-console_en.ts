<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>jobq::console::EnqueueDialog</name>
    <message numerus="yes">
        <source>%Ln job(s) will be added.</source>
        <translation>
            <numerusform>%Ln job will be added.</numerusform>
            <numerusform>%Ln jobs will be added.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::FailuresPage</name>
    <message numerus="yes">
        <source>%1 failure(s)</source>
        <translation>
            <numerusform>%1 failure</numerusform>
            <numerusform>%1 failures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> of %n kind(s)</source>
        <translation>
            <numerusform> of %n kind</numerusform>
            <numerusform> of %n kinds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::HistoryPage</name>
    <message numerus="yes">
        <source>%1 execution(s)</source>
        <translation>
            <numerusform>%1 execution</numerusform>
            <numerusform>%1 executions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 execution(s), counted at %2</source>
        <translation>
            <numerusform>%1 execution, counted at %2</numerusform>
            <numerusform>%1 executions, counted at %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 record(s) were written to %2.</source>
        <translation>
            <numerusform>%1 record was written to %2.</numerusform>
            <numerusform>%1 records were written to %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::JobSelection</name>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln job</numerusform>
            <numerusform>%Ln jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::JobsPage</name>
    <message numerus="yes">
        <source>%1 job(s)</source>
        <translation>
            <numerusform>%1 job</numerusform>
            <numerusform>%1 jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 job(s), counted at %2</source>
        <translation>
            <numerusform>%1 job, counted at %2</numerusform>
            <numerusform>%1 jobs, counted at %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::JsonTreeModel</name>
    <message numerus="yes">
        <source>{ %n member(s) }</source>
        <translation>
            <numerusform>{ %n member }</numerusform>
            <numerusform>{ %n members }</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[ %n element(s) ]</source>
        <translation>
            <numerusform>[ %n element ]</numerusform>
            <numerusform>[ %n elements ]</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::ListPageBase</name>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) shown, more as you scroll</source>
        <translation>
            <numerusform>%n row shown, more as you scroll</numerusform>
            <numerusform>%n rows shown, more as you scroll</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::MainWindow</name>
    <message numerus="yes">
        <source>%n view(s) added.</source>
        <translation>
            <numerusform>%n view added.</numerusform>
            <numerusform>%n views added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) copied.</source>
        <translation>
            <numerusform>%n job copied.</numerusform>
            <numerusform>%n jobs copied.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>+%n new</source>
        <translation>
            <numerusform>+%n new</numerusform>
            <numerusform>+%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) added.</source>
        <translation>
            <numerusform>%n job added.</numerusform>
            <numerusform>%n jobs added.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::MaintenancePage</name>
    <message numerus="yes">
        <source>Records whose retention has ended; %n partition(s) as a whole.</source>
        <translation>
            <numerusform>Records whose retention has ended; %n partition as a whole.</numerusform>
            <numerusform>Records whose retention has ended; %n partitions as a whole.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::Operations</name>
    <message numerus="yes">
        <source>, %Ln skipped</source>
        <translation>
            <numerusform>, %Ln skipped</numerusform>
            <numerusform>, %Ln skipped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s)</source>
        <translation>
            <numerusform>%Ln job</numerusform>
            <numerusform>%Ln jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lock(s)</source>
        <translation>
            <numerusform>%Ln lock</numerusform>
            <numerusform>%Ln locks</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s)</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln queue(s)</source>
        <translation>
            <numerusform>%Ln queue</numerusform>
            <numerusform>%Ln queues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln task identifier(s)</source>
        <translation>
            <numerusform>%Ln task identifier</numerusform>
            <numerusform>%Ln task identifiers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln rate limit(s)</source>
        <translation>
            <numerusform>%Ln rate limit</numerusform>
            <numerusform>%Ln rate limits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::OperationsDock</name>
    <message numerus="yes">
        <source>%n deleted</source>
        <translation>
            <numerusform>%n deleted</numerusform>
            <numerusform>%n deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::OverviewPage</name>
    <message numerus="yes">
        <source>%1 more wait(s) behind another job of the queue.</source>
        <translation>
            <numerusform>%1 more waits behind another job of the queue.</numerusform>
            <numerusform>%1 more wait behind another job of their queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 job(s) held up by them.</source>
        <translation>
            <numerusform>%1 job is held up.</numerusform>
            <numerusform>%1 jobs are held up.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They wait for somebody to decide.</source>
        <translation>
            <numerusform>It waits for somebody to decide.</numerusform>
            <numerusform>They wait for somebody to decide.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Jobs wait for their next refill.</source>
        <translation>
            <numerusform>Jobs wait for its next refill.</numerusform>
            <numerusform>Jobs wait for their next refill.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::Plans</name>
    <message numerus="yes">
        <source>At most %n job(s) of this key start in each window of %1.</source>
        <translation>
            <numerusform>At most %n job of this key start in each window of %1.</numerusform>
            <numerusform>At most %n jobs of this key start in each window of %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them is/are running now; the worker(s) lose(s) it/them.</source>
        <translation>
            <numerusform>%Ln of them is running now; its worker loses it.</numerusform>
            <numerusform>%Ln of them are running now; their workers lose them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln job(s) match: these are the first. Do it again for the rest.</source>
        <translation>
            <numerusform>More than %Ln job matches: these are the first. Do it again for the rest.</numerusform>
            <numerusform>More than %Ln jobs match: these are the first. Do it again for the rest.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln job(s) match: these are the first. For the rest, use narrower filters.</source>
        <translation>
            <numerusform>More than %Ln job matches: these are the first. For the rest, use narrower filters.</numerusform>
            <numerusform>More than %Ln jobs match: these are the first. For the rest, use narrower filters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Force-unlock the jobs of %n worker(s)</source>
        <translation>
            <numerusform>Force-unlock the jobs of %n worker</numerusform>
            <numerusform>Force-unlock the jobs of %n workers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Force-unlock %n queue(s)</source>
        <translation>
            <numerusform>Force-unlock %n queue</numerusform>
            <numerusform>Force-unlock %n queues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Enqueue %n job(s)</source>
        <translation>
            <numerusform>Enqueue %n job</numerusform>
            <numerusform>Enqueue %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) go as a whole, which takes no time: %1.</source>
        <translation>
            <numerusform>%n partition goes as a whole, which takes no time: %1.</numerusform>
            <numerusform>%n partitions go as a whole, which takes no time: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lock(s) belong to workers that are alive: what they run may run twice.</source>
        <translation>
            <numerusform>%Ln lock belongs to a worker that is alive: what it runs may run twice.</numerusform>
            <numerusform>%Ln locks belong to workers that are alive: what they run may run twice.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln lock(s) younger than that stay.</source>
        <translation>
            <numerusform>%Ln lock younger than that stays.</numerusform>
            <numerusform>%Ln locks younger than that stay.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Until now: at most %n job(s) in each window of %1; %2 tokens are left, and %3 jobs are ready.</source>
        <translation>
            <numerusform>Until now: at most %n job in each window of %1; %2 tokens are left, and %3 jobs are ready.</numerusform>
            <numerusform>Until now: at most %n jobs in each window of %1; %2 tokens are left, and %3 jobs are ready.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s) whose window still runs stay as they are.</source>
        <translation>
            <numerusform>%n limit whose window still runs stays as it is.</numerusform>
            <numerusform>%n limits whose window still runs stay as they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>By task and queue stand the first %Ln record(s) only.</source>
        <translation>
            <numerusform>By task and queue stands the first record only.</numerusform>
            <numerusform>By task and queue stand the first %Ln records only.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) name it: it can be removed once none does any more.</source>
        <translation>
            <numerusform>%Ln job names it: it can be removed once it does no more.</numerusform>
            <numerusform>%Ln jobs name it: it can be removed once none does any more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About %Ln job(s) name it: it can be removed once none does any more.</source>
        <translation>
            <numerusform>About %Ln job names it: it can be removed once it does no more.</numerusform>
            <numerusform>About %Ln jobs name it: it can be removed once none does any more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>These are the canary: %Ln other job(s) wait. If it goes well, replay again: what was replayed is skipped then.</source>
        <translation>
            <numerusform>These are the canary: %Ln other job waits. If it goes well, replay again: what was replayed is skipped then.</numerusform>
            <numerusform>These are the canary: %Ln other jobs wait. If it goes well, replay again: what was replayed is skipped then.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::ReplayForm</name>
    <message numerus="yes">
        <source>A canary first: %n job(s)</source>
        <translation>
            <numerusform>A canary first: %n job</numerusform>
            <numerusform>A canary first: %n jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::TestWorkers</name>
    <message numerus="yes">
        <source>Started with %n thread(s).</source>
        <translation>
            <numerusform>Started with %n thread.</numerusform>
            <numerusform>Started with %n threads.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::TestWorkersDock</name>
    <message numerus="yes">
        <source>%n job(s) added.</source>
        <translation>
            <numerusform>%n job added.</numerusform>
            <numerusform>%n jobs added.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::Timeline</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
</context>
</TS>
