import { type ReactNode, useState } from 'react';
import { Button, Descriptions, Empty } from '#/base/web/antd.ts';
import { useStrings, useWords } from '#/base/web/locale.tsx';
import { usePermitted } from '#/base/web/session.ts';
import { StatusTag } from '#/base/web/StatusTag.tsx';
import { TimeText } from '#/base/web/TimeText.tsx';
import { specificationSet } from '../rules/api/projects.ts';
import {
  colourNames,
  compressionNames,
  deliveredNames,
  faceNames,
  formatNames,
  type Specification,
} from '../rules/specification.ts';
import type { Project } from './ProjectPage.tsx';
import { SpecificationForm } from './SpecificationForm.tsx';
import { strings } from './strings.ts';

/** 技术指标 (2.2-3): what holds, and what held before. */
export function Specifications({ project, onDone }: { project: Project; onDone: () => void }): ReactNode {
  const s = useStrings(strings);
  const permitted = usePermitted();
  const [setting, setSetting] = useState(false);
  return (
    <>
      {permitted(specificationSet.name) && project.state !== 'closed' && (
        <div className="sc-above-table">
          <Button onClick={() => setSetting(true)}>{s.setSpecification}</Button>
        </div>
      )}
      {project.specifications.length === 0 && (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={s.noSpecification} />
      )}
      {project.specifications.map((one) => (
        <section key={one.id}>
          <h3 className="sc-spec-group">
            {one.archiveType ?? s.wholeProject} {s.versionOf(one.number)}{' '}
            <StatusTag tone={one.holds ? 'done' : 'off'}>{one.holds ? s.holds : s.replaced}</StatusTag>{' '}
            <span className="sc-faint">
              {one.setBy.name} <TimeText at={one.setAt} /> {one.reason}
            </span>
          </h3>
          {one.holds && <Limits specification={one.specification} />}
        </section>
      ))}
      <SpecificationForm
        projectId={project.id}
        current={project.specifications.find(({ holds }) => holds)?.specification ?? null}
        open={setting}
        onClose={() => setSetting(false)}
        onDone={onDone}
      />
    </>
  );
}

function Limits({ specification: spec }: { specification: Specification }) {
  const s = useStrings(strings);
  const words = useWords();
  return (
    <Descriptions
      size="small"
      bordered
      column={3}
      items={[
        { key: 'resolution', label: s.resolution, children: spec.resolution },
        { key: 'colour', label: s.colour, children: words(colourNames[spec.colour]) },
        { key: 'format', label: s.format, children: words(formatNames[spec.format]) },
        { key: 'compression', label: s.compression, children: words(compressionNames[spec.compression]) },
        { key: 'quality', label: s.quality, children: spec.quality ?? '—' },
        { key: 'naming', label: s.naming, children: <span className="sc-num">{spec.naming}</span> },
        { key: 'faces', label: s.faces, children: words(faceNames[spec.faces]) },
        { key: 'delivered', label: s.delivered, children: words(deliveredNames[spec.delivered]) },
        { key: 'crop', label: s.cropMargin, children: spec.cropMargin },
        { key: 'skewAsk', label: s.skewAsk, children: spec.skewAsk },
        { key: 'skewFail', label: s.skewFail, children: spec.skewFail },
        { key: 'sample', label: s.samplePermille, children: spec.samplePermille },
        { key: 'least', label: s.sampleLeast, children: spec.sampleLeast },
        { key: 'catalogue', label: s.passCatalogue, children: spec.passCatalogue },
        { key: 'other', label: s.passOther, children: spec.passOther },
      ]}
    />
  );
}
