namespace Timeline.Domain.Edtf;

/// <summary>How finely a date is written, from the finest to the coarsest; an interval or a set has that of its coarsest part.</summary>
public enum EdtfPrecision
{
    /// <summary>A time with a fraction, as fine as its digits: <c>T14:30:00.5</c> is a tenth of a second.</summary>
    Subsecond,
    Second,
    Day,
    Month,

    /// <summary>Three months: see <see cref="EdtfValue"/> for which.</summary>
    Season,

    /// <summary>Three months from January, April, July or October on.</summary>
    Quarter,

    /// <summary>Four months from January, May or September on.</summary>
    Quadrimester,

    /// <summary>Six months from January or July on.</summary>
    Semester,
    Year,

    /// <summary><c>201</c> is 2010–2019 as a whole. <c>201X</c> is one of those years, and so a <see cref="Year"/>.</summary>
    Decade,

    /// <summary><c>20</c> is 2000–2099 as a whole.</summary>
    Century,

    /// <summary>No date at all, as in <c>../..</c>.</summary>
    Unknown,
}
