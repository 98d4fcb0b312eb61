using System.Diagnostics.CodeAnalysis;

namespace Timeline.Service.Log;

/// <summary>
/// Keeps what was used lately, by id, within a budget: what was not asked for while half a budget of other things was put in is forgotten.
/// </summary>
/// <param name="budget">The sum of the weights that are kept at the most, but for one last item.</param>
internal sealed class Generations<T>(long budget)
{
    private Dictionary<string, (T Value, long Weight)> _young = new(StringComparer.Ordinal);
    private Dictionary<string, (T Value, long Weight)> _old = new(StringComparer.Ordinal);
    private long _weight;

    public bool TryGet(string id, [MaybeNullWhen(false)] out T value)
    {
        if (_young.TryGetValue(id, out var kept))
        {
            value = kept.Value;
            return true;
        }
        if (_old.Remove(id, out kept))
        {
            Put(id, kept.Value, kept.Weight);
            value = kept.Value;
            return true;
        }
        value = default;
        return false;
    }

    public void Put(string id, T value, long weight)
    {
        if (_weight >= budget / 2)
        {
            (_old, _young) = (_young, _old);
            _young.Clear();
            _weight = 0;
        }
        _old.Remove(id);
        if (_young.TryGetValue(id, out var before))
            _weight -= before.Weight;
        _young[id] = (value, weight);
        _weight += weight;
    }

    public void Remove(string id)
    {
        _old.Remove(id);
        if (_young.Remove(id, out var kept))
            _weight -= kept.Weight;
    }

    public void Clear()
    {
        _young.Clear();
        _old.Clear();
        _weight = 0;
    }
}
