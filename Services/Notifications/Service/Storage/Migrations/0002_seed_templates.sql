-- Wording is data: a new version of a text is a new row, and the highest version counts.
create table template (
    stage text not null,
    channel text not null constraint template_channel_known check (channel in ('log', 'email')),
    language text not null constraint template_language_known check (language in ('zh', 'en')),
    version integer not null constraint template_version_counts check (version > 0),
    code text not null generated always as (stage || '.' || channel || '.' || language) stored,
    subject text not null,
    body text not null,
    created_at timestamptz not null default now(),
    constraint template_pk primary key (stage, channel, language, version)
);

-- Who speaks: every text carries company and hotline.
create table sender (
    only_one boolean not null default true constraint sender_pk primary key constraint sender_only_one check (only_one),
    company_zh text not null,
    company_en text not null,
    hotline text not null
);

-- Channels that are open now; a delivery worker opens e-mail when it has a mail server.
create table channel (
    name text constraint channel_pk primary key constraint channel_known check (name in ('log', 'email')),
    is_open boolean not null
);

insert into sender (company_zh, company_en, hotline) values ('售后服务中心', 'After-sales service', '400-800-0000');

insert into channel (name, is_open) values ('log', true), ('email', false);

-- Every text exists for both channels; each ends with the sender.
insert into template (stage, channel, language, version, subject, body)
select stage, channel.name, language, 1, subject, body || case language
    when 'zh' then E'\n{{company}} 客服部 {{hotline}}'
    else E'\n{{company}}, customer service, {{hotline}}' end
from channel cross join (values
    ('visit-scheduled', 'zh', '上门服务预约 {{case_number}}',
        '{{customer}}，您好！服务单 {{case_number}} 已安排上门：工程师 {{technician}}，时间 {{window}}。如需改约，请致电 {{hotline}}。'),
    ('visit-scheduled', 'en', 'Your appointment {{case_number}}',
        'Dear {{customer}}, for your case {{case_number}} our technician {{technician}} will visit you: {{window}}. To change the appointment please call {{hotline}}.'),
    ('waiting-for-parts', 'zh', '维修等待配件 {{case_number}}',
        '{{customer}}，您好！服务单 {{case_number}} 的维修需要配件：{{parts}}。配件到货后我们会立即与您约定下次上门时间。'),
    ('waiting-for-parts', 'en', 'Waiting for parts {{case_number}}',
        'Dear {{customer}}, the repair of your case {{case_number}} needs parts: {{parts}}. As soon as they are here we will arrange the next visit with you.'),
    ('parts-short', 'zh', '配件缺货致歉 {{case_number}}',
        '{{customer}}，很抱歉！服务单 {{case_number}} 所需配件暂时缺货：{{missing_parts}}。我们已安排补货，到货后立即通知您。'),
    ('parts-short', 'en', 'Parts out of stock {{case_number}}',
        'Dear {{customer}}, we apologise: these parts for your case {{case_number}} are out of stock: {{missing_parts}}. They are on order and we will tell you as soon as they arrive.'),
    ('work-completed', 'zh', '维修完成 {{case_number}}',
        '{{customer}}，您好！服务单 {{case_number}} 的维修已完成：{{measure}}。感谢您的信任，如有问题请致电 {{hotline}}。'),
    ('work-completed', 'en', 'Repair completed {{case_number}}',
        'Dear {{customer}}, the repair of your case {{case_number}} is done: {{measure}}. Thank you for your trust; for any question please call {{hotline}}.'),
    ('return-authorised', 'zh', '退换货已批准 {{case_number}}',
        '{{customer}}，您好！服务单 {{case_number}} 的退换货申请已批准（{{product}}）。请妥善包装后寄回，并在包裹上注明服务单号。'),
    ('return-authorised', 'en', 'Return authorised {{case_number}}',
        'Dear {{customer}}, your return for case {{case_number}} is authorised ({{product}}). Please pack the goods well, write the case number on the parcel and send it to us.'),
    ('return-refused', 'zh', '退换货申请未通过 {{case_number}}',
        '{{customer}}，您好！很抱歉，服务单 {{case_number}} 的退换货申请未获批准，理由：{{reason}}。如有疑问请致电 {{hotline}}。'),
    ('return-refused', 'en', 'Return not possible {{case_number}}',
        'Dear {{customer}}, we are sorry: your return for case {{case_number}} was not authorised. Reason: {{reason}}. For any question please call {{hotline}}.'),
    ('return-settled', 'zh', '退换货已办结 {{case_number}}',
        '{{customer}}，您好！服务单 {{case_number}} 的退换货已办结：{{settlement_zh}}。'),
    ('return-settled', 'en', 'Return settled {{case_number}}',
        'Dear {{customer}}, your return for case {{case_number}} is settled: {{settlement_en}}.'),
    ('survey-invited', 'zh', '诚邀您评价本次服务 {{case_number}}',
        '{{customer}}，您好！请您为服务单 {{case_number}} 的服务打分（产品质量、价格、交货期、包装、售后服务，0 至 100 分），截止 {{expires}}。'),
    ('survey-invited', 'en', 'Please rate our service {{case_number}}',
        'Dear {{customer}}, please rate the service of your case {{case_number}} (product quality, price, delivery time, packaging, after-sales service, 0 to 100 points each) by {{expires}}.'),
    ('complaint-registered', 'zh', '投诉已登记 {{case_number}}',
        '{{customer}}，您好！我们已收到您对服务单 {{case_number}} 的投诉，对此深表歉意。我们将在 {{due}} 前给您答复。'),
    ('complaint-registered', 'en', 'Complaint received {{case_number}}',
        'Dear {{customer}}, we have received your complaint about case {{case_number}} and apologise. You will have our answer by {{due}}.'),
    ('complaint-acknowledged', 'zh', '投诉已受理 {{case_number}}',
        '{{customer}}，您好！您的投诉（服务单 {{case_number}}）由 {{owner}} 负责处理并全程跟进。'),
    ('complaint-acknowledged', 'en', 'Complaint acknowledged {{case_number}}',
        'Dear {{customer}}, your complaint about case {{case_number}} is in the hands of {{owner}}, who will follow it to the end.'),
    ('complaint-answered', 'zh', '投诉处理意见 {{case_number}}',
        '{{customer}}，您好！您的投诉（服务单 {{case_number}}）处理意见如下：{{decision}}。给您带来不便，谨致歉意；感谢您的反馈。'),
    ('complaint-answered', 'en', 'Our answer to your complaint {{case_number}}',
        'Dear {{customer}}, our answer to your complaint about case {{case_number}}: {{decision}}. We apologise for the trouble and thank you for telling us.'),
    ('complaint-closed', 'zh', '投诉已结案 {{case_number}}',
        '{{customer}}，您好！您的投诉（服务单 {{case_number}}）已结案。感谢您帮助我们改进。'),
    ('complaint-closed', 'en', 'Complaint closed {{case_number}}',
        'Dear {{customer}}, your complaint about case {{case_number}} is closed. Thank you for helping us to improve.'),
    ('case-closed', 'zh', '服务单已结案 {{case_number}}',
        '{{customer}}，您好！服务单 {{case_number}} 已结案：{{outcome_zh}}。感谢您的支持，期待再次为您服务。'),
    ('case-closed', 'en', 'Case closed {{case_number}}',
        'Dear {{customer}}, your case {{case_number}} is closed: {{outcome_en}}. Thank you, and please come back to us at any time.')
) as text (stage, language, subject, body);
