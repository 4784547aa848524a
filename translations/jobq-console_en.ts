<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<!-- SPDX-FileCopyrightText: 2026 The JobQ authors -->
<!-- SPDX-License-Identifier: GPL-3.0-or-later -->
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>jobq::console::FailuresPage</name>
    <message numerus="yes">
        <source>%1 failures of %n kind(s)</source>
        <translation>
            <numerusform>%1 failures of %n kind</numerusform>
            <numerusform>%1 failures of %n kinds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::JobCommands</name>
    <message numerus="yes">
        <source>Reschedule %n job(s)</source>
        <translation>
            <numerusform>Reschedule %n job</numerusform>
            <numerusform>Reschedule %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Permanently fail %n job(s)</source>
        <translation>
            <numerusform>Permanently fail %n job</numerusform>
            <numerusform>Permanently fail %n jobs</numerusform>
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
        <source>Records that a collection would delete; %n partition(s) as a whole.</source>
        <translation>
            <numerusform>Records that a collection would delete; %n partition as a whole.</numerusform>
            <numerusform>Records that a collection would delete; %n partitions as a whole.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::Operations</name>
    <message numerus="yes">
        <source>Cancelled after %n change(s).</source>
        <translation>
            <numerusform>Cancelled after %n change.</numerusform>
            <numerusform>Cancelled after %n changes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n skipped</source>
        <translation>
            <numerusform>, %n skipped</numerusform>
            <numerusform>, %n skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::OperationsDock</name>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n changed</numerusform>
            <numerusform>%n changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>jobq::console::PlanDialog</name>
    <message numerus="yes">
        <source>It failed after %n change(s).</source>
        <translation>
            <numerusform>It failed after %n change.</numerusform>
            <numerusform>It failed after %n changes.</numerusform>
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
        <source>Permanently fail %n job(s)</source>
        <translation>
            <numerusform>Permanently fail %n job</numerusform>
            <numerusform>Permanently fail %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reschedule %n job(s)</source>
        <translation>
            <numerusform>Reschedule %n job</numerusform>
            <numerusform>Reschedule %n jobs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Force-unlock %n job(s)</source>
        <translation>
            <numerusform>Force-unlock %n job</numerusform>
            <numerusform>Force-unlock %n jobs</numerusform>
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
